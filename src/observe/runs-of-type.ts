import { newestFirst as newestListed } from '../../projections/process-list.ts';
import type { Project } from '../journal/project-paths.ts';
import type { Listed } from './as-listed.ts';
import type { Observed } from './observe.ts';
import { observeChosen } from './observe-chosen.ts';

/** Every run of one type, the newest launch first; those whose journals cannot be read are left out. */
export async function runsOfType(project: Project, type: string): Promise<Observed[]> {
  const ofType = (all: readonly Listed[]) => all.filter((one) => one.type === type);
  const { observed } = await observeChosen(project, 'all', ofType);
  return newestFirst(observed);
}

/** So many tell how long the next one takes; each is a fifth of a millisecond. */
const learnedLimit = 100;

/** Runs of one type to learn from: the newest that completed, however long the history is. */
export async function goodRunsOfType(project: Project, type: string): Promise<Observed[]> {
  const good = (all: readonly Listed[]) =>
    newestListed(all.filter((one) => one.type === type && one.status === 'completed')).slice(0, learnedLimit);
  const { observed } = await observeChosen(project, 'all', good, { to: 'chosen', count: learnedLimit });
  return observed;
}

/** Of runs of one type, the newest first: the newest that completed and was launched before this one; null if none is. */
export function lastGoodBefore(runs: readonly Observed[], { id, state }: Observed): Observed | null {
  const launchedAt = state.spec?.at ?? '';
  const isEarlier = (run: Observed): boolean => run.id !== id && launchedAtOf(run) < launchedAt;
  return runs.find((run) => run.verdict.status === 'completed' && isEarlier(run)) ?? null;
}

function newestFirst(runs: readonly Observed[]): Observed[] {
  return [...runs].sort((a, b) => (launchedAtOf(a) < launchedAtOf(b) ? 1 : -1));
}

function launchedAtOf({ state }: Observed): string {
  return state.spec?.at ?? '';
}
