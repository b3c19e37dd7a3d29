import { runSummary } from '../../projections/run-summary.ts';
import type { SummaryJson } from '../../schemas/generated/types.ts';
import type { Observed } from '../observe/observe.ts';
import { runOf } from '../observe/run.ts';

export type RunSummary = SummaryJson;

/** Key metrics of a run, as `bg summary --json` has them: of one that still runs, up to now. */
export function summary(observed: Observed): RunSummary {
  return runSummary(runOf(observed), Date.now());
}
