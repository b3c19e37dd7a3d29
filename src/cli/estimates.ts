import { type Estimate, estimate } from '../../projections/estimate.ts';
import type { Observed } from '../observe/observe.ts';
import { goodRunsOfType } from '../observe/runs-of-type.ts';
import type { Hands } from './hands.ts';

/** What is still to come of a process; null where nothing can be said. */
export type Estimator = (one: Observed) => Promise<Estimate | null>;

/** Learns from the good runs of the same type: they are read once, and only when something of it runs. */
export function estimator({ project, nowMs }: Hands): Estimator {
  const histories = new Map<string, Promise<readonly Observed[]>>();
  return async (one) => {
    const type = one.state.spec?.type;
    if (one.verdict.status !== 'running' || type === undefined) return null;
    const history = histories.get(type) ?? goodRunsOfType(project, type);
    histories.set(type, history);
    return estimate(one, await history, nowMs());
  };
}
