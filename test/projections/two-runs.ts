import { type Compared, compareRuns, type Readings } from '../../projections/comparison.ts';
import { foldAll } from '../../projections/fold.ts';
import { judge } from '../../projections/judge.ts';
import type { Probe } from '../../projections/liveness.ts';
import { courseOf } from '../../projections/run-course.ts';
import type { Run } from '../../projections/run-summary.ts';
import type { DiffJson } from '../../schemas/generated/types.ts';
import * as given from '../rig/given-events.ts';
import type { GivenEvent } from '../rig/given-journal.ts';
import { atSecond, everyoneIsGone, told } from './told.ts';

export const nowMs = Date.parse(atSecond(1000));
export const verbatim: Readings = { a: (text) => text, b: (text) => text };
export const begun = (): GivenEvent[] => [given.validated(), given.launched(), given.started()];
export const life = (): GivenEvent[] => [...begun(), given.exited()];
export const sameOutput: DiffJson['output'] = {
  ...{ result: 'same', lines: 3, attempts: 'all' },
  a: { state: 'whole', goneBytes: 0, place: null },
  b: { state: 'whole', goneBytes: 0, place: null },
};

export function comparedAfter(
  a: readonly GivenEvent[],
  b: readonly GivenEvent[],
  readings = verbatim,
): Compared {
  const [left, right] = [runAfter(a, 'k3f9a2c7', everyoneIsGone), runAfter(b, 'p8d2x1qa', everyoneIsGone)];
  return compareRuns(left, right, nowMs, readings);
}

export function runAfter(events: readonly GivenEvent[], id: string, probe: Probe): Run {
  const read = told(events);
  const { state } = foldAll(id, read);
  return { id, state, verdict: judge(state, probe), course: courseOf(read) };
}

export function saidOf({ differences }: Compared): string[] {
  return differences.map(({ theme, what, a, b }) => `${theme} ${what}: ${a} | ${b}`);
}
