import { foldAll } from '../../projections/fold.ts';
import { judge } from '../../projections/judge.ts';
import type { JudgedRun } from '../../projections/past-runs.ts';
import type { CatalogueEvent, ReadEvent } from '../../schemas/event.ts';
import { everyoneLives } from '../projections/told.ts';
import * as given from './given-events.ts';
import type { GivenEvent } from './given-journal.ts';

/** Something that happens in a run, so many milliseconds after its start. */
export type Timed = readonly [afterMs: number, event: GivenEvent];

const beganMs = Date.UTC(2026, 10, 23, 10, 30);

/** A run that was launched as the n-th, folded and judged: everybody who is written down as alive is. */
export function givenRun(
  n: number,
  happened: readonly Timed[],
  first: GivenEvent = given.requested(),
): JudgedRun {
  const id = `run${n}`;
  const { state } = foldAll(id, timedEvents(n, happened, first));
  return { id, state, verdict: judge(state, everyoneLives) };
}

/** Its events, from the launch on. */
export function timedEvents(
  n: number,
  happened: readonly Timed[],
  first: GivenEvent = given.requested(),
): ReadEvent[] {
  const timed: Timed[] = [[-20, first], [-10, given.launched()], [0, given.started()], ...happened];
  const counts = new Map<string, number>();
  return timed.map(([afterMs, happening], index) => {
    const by = `${happening.by}.w1x2y3z4`;
    const count = (counts.get(by) ?? 0) + 1;
    counts.set(by, count);
    const at = new Date(startOf(n) + afterMs).toISOString();
    const event: CatalogueEvent = {
      ...happening,
      ...{ at, process: `run${n}`, by, n: count, seen: [0, '0'.repeat(32)], v: 1 },
    };
    return { offset: index * 100, length: 99, known: true, event };
  });
}

/** When the n-th run started, in milliseconds since 1970: a day after the one before. */
export function startOf(n: number): number {
  return beganMs + n * 86_400_000;
}

/** Steps with these durations as a program tells them, `Step 1/3`; cut off where the run is now. */
export function stepsOf(durationsMs: readonly number[], untilMs = Number.POSITIVE_INFINITY): Timed[] {
  const steps = durationsMs.length;
  let atMs = 0;
  return durationsMs
    .map((ms, index): Timed => {
      const begins = atMs;
      atMs += ms;
      return [begins, given.progressed({ percent: (100 * index) / steps, step: index + 1, steps })];
    })
    .filter(([begins]) => begins <= untilMs);
}

export function endAt(durationMs: number, code = 0): Timed {
  return [durationMs, given.exited({ durationMs, code })];
}

export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
