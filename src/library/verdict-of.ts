import { judge } from '../../projections/judge.ts';
import type { ProcessState } from '../../projections/process-state.ts';
import type { Verdict } from '../../projections/verdict.ts';
import { probeOf } from '../observe/probe.ts';

/** What became of a process, by its state and a look at the machine as it is now. */
export function verdictOf(state: ProcessState): Verdict {
  return judge(state, probeOf(state));
}
