import type { ReadEvent } from '../../schemas/event.ts';
import { endAt, stepsOf, sum, timedEvents } from './given-runs.ts';

export type RecordedRun = { readonly id: string; readonly events: readonly ReadEvent[] };

/** How much runs differ: all of one, and each step by itself (standard deviation of the logarithm). */
export type Noise = { readonly commonNoise: number; readonly stepNoise: number };

const usualMs = [4000, 30_000, 12_000, 60_000, 8000];

/** A run of five steps whose durations are those of every run, with noise. */
export function madeRun(n: number, { commonNoise, stepNoise }: Noise, chance: () => number): RecordedRun {
  const common = Math.exp(commonNoise * normal(chance));
  const durationsMs = usualMs.map((ms) => Math.round(ms * common * Math.exp(stepNoise * normal(chance))));
  const totalMs = sum(durationsMs);
  const happened = [...stepsOf(durationsMs), endAt(totalMs)];
  return { id: `run${n}`, events: timedEvents(n, happened) };
}

/** Numbers from 0 to 1, the same ones in every run of the tests. */
export function chanceFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

function normal(chance: () => number): number {
  return Math.sqrt(-2 * Math.log(chance() + 1e-12)) * Math.cos(2 * Math.PI * chance());
}
