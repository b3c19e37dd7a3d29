import type { DiffJson } from '../schemas/generated/types.ts';
import type { Readings } from './comparison.ts';
import { type Run, stepsOf } from './run-summary.ts';
import type { StepTime } from './step-times.ts';

export type StepComparison = DiffJson['steps'][number];

/** The steps of two runs, aligned by what they are called; in the order of the first, with those of the second between. */
export function compareSteps(
  a: Run,
  b: Run,
  nowMs: number,
  readings: Readings,
): { readonly steps: StepComparison[]; readonly areReordered: boolean } {
  const left = keyed(stepsOf(a, nowMs), readings.a);
  const right = keyed(stepsOf(b, nowMs), readings.b);
  const inBoth = [...left.keys()].filter((key) => right.has(key));
  const inOrderOfB = [...right.keys()].filter((key) => left.has(key));
  return {
    steps: mergedKeys([...left.keys()], [...right.keys()]).flatMap((key) => {
      const [one, other] = [left.get(key) ?? null, right.get(key) ?? null];
      const step = one ?? other;
      return step === null ? [] : [comparedStep(step, one, other)];
    }),
    areReordered: inBoth.some((key, index) => key !== inOrderOfB[index]),
  };
}

function comparedStep({ step, name }: StepTime, a: StepTime | null, b: StepTime | null): StepComparison {
  const [timeA, timeB] = [a?.durationMs ?? null, b?.durationMs ?? null];
  return {
    step,
    name,
    a: sideOf(a),
    b: sideOf(b),
    differenceMs: timeA === null || timeB === null ? null : timeB - timeA,
    differs: a?.status !== b?.status,
  };
}

function sideOf(step: StepTime | null): StepComparison['a'] {
  if (step === null) return null;
  const { index, status, durationMs } = step;
  return { index, status, durationMs };
}

/** What is told twice by the same name is told apart by which time it is. */
function keyed(steps: readonly StepTime[], reading: (text: string) => string): Map<string, StepTime> {
  const byKey = new Map<string, StepTime>();
  const times = new Map<string, number>();
  for (const step of steps) {
    const called = reading(step.step);
    const time = (times.get(called) ?? 0) + 1;
    times.set(called, time);
    byKey.set(`${time} ${called}`, step);
  }
  return byKey;
}

/** Keys of the second stand behind the one that they follow there. */
function mergedKeys(a: readonly string[], b: readonly string[]): string[] {
  const merged = [...a];
  for (const [index, key] of b.entries()) {
    if (merged.includes(key)) continue;
    const before = b[index - 1];
    merged.splice(before === undefined ? 0 : merged.indexOf(before) + 1, 0, key);
  }
  return merged;
}
