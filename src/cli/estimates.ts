import { type Estimate, estimate } from '../../projections/estimate.ts';
import { type Observed, observeAll } from '../observe/observe.ts';
import type { Hands } from './hands.ts';

/** What is still to come of a process; null where nothing can be said. */
export type Estimator = (one: Observed) => Promise<Estimate | null>;

/** Learns from these runs, or from all that there are: then they are read once, and only when something runs. */
export function estimator({ project, nowMs }: Hands, known: readonly Observed[] | null = null): Estimator {
  let history = known === null ? null : Promise.resolve(known);
  return async (one) => {
    if (one.verdict.status !== 'running') return null;
    history ??= observeAll(project).then(({ observed }) => observed);
    return estimate(one, await history, nowMs());
  };
}
