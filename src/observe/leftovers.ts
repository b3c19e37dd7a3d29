import { runningOf } from '../../projections/process-life.ts';
import type { ProcessState } from '../../projections/process-state.ts';
import { thisHost } from '../process/presence.ts';
import { treeOf } from '../process/tree.ts';

/** Processes of a run that live now, by the marker that they carry: its command, and what that left behind. */
export function leftoversOf({ life, spec }: ProcessState): number[] {
  if (spec === null || spec.host !== thisHost()) return [];
  const running = runningOf(life);
  if (running === null) return [];
  return treeOf({ child: running.child, marker: spec.marker }).map(({ pid }) => pid);
}
