/** Chances that come again with the same seed: what was drawn is the same, when it happens is the machine's. */
export type Chance = {
  /** From 0 (in) to 1 (out). */
  readonly next: () => number;
  readonly between: (least: number, most: number) => number;
  readonly pick: <Value>(values: readonly Value[]) => Value;
  /** One of the values, each as often as its weight says. */
  readonly weighted: <Value>(values: ReadonlyArray<readonly [weight: number, value: Value]>) => Value;
  /** A wait as between accidents: this long on average, mostly shorter. */
  readonly waitMs: (meanMs: number) => number;
  /** Chances of its own, so that one who draws more does not change what another draws. */
  readonly fork: (name: string) => Chance;
};

export function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  // mulberry32: 32 bits of state are enough to choose victims.
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const weighted = <Value>(values: ReadonlyArray<readonly [number, Value]>): Value => {
    let left = next() * values.reduce((sum, [weight]) => sum + weight, 0);
    for (const [weight, value] of values) {
      left -= weight;
      if (left < 0) return value;
    }
    const last = values.at(-1);
    if (last === undefined) throw new Error('nothing to choose from');
    return last[1];
  };
  return {
    next,
    between: (least, most) => least + next() * (most - least),
    pick: (values) => weighted(values.map((value) => [1, value] as const)),
    weighted,
    waitMs: (meanMs) => -Math.log(1 - next()) * meanMs,
    fork: (name) =>
      chanceOf([...name].reduce((hash, char) => Math.imul(hash, 31) + char.charCodeAt(0), seed)),
  };
}
