import { type Failure, FailureError } from '../../schemas/failure.ts';
import { asSoleMover } from '../claims/sole-mover.ts';
import { findJournal } from '../journal/journal-places.ts';
import type { Project } from '../journal/project-paths.ts';
import type { Unreadable } from '../journal/store.ts';
import { type Observed, observeLive } from '../observe/observe.ts';
import { archiveProcess, isFinished } from './archive-process.ts';
import { removeAbandoned } from './aside-file.ts';
import type { InHistory } from './into-history.ts';

export type ArchiveResult = {
  readonly archived: readonly { readonly observed: Observed; readonly inHistory: InHistory }[];
  /** What could not be archived, and why. It did not stop the others. */
  readonly failed: readonly { readonly id: string; readonly failure: Failure }[];
};

export type ArchivePlanned = {
  readonly finished: readonly Observed[];
  readonly unreadable: readonly Unreadable[];
};

/** Every live journal that is finished, and has been for so long; the one that ended first comes first. */
export async function finishedRuns(
  project: Project,
  olderThanMs: number,
  nowMs: number,
): Promise<ArchivePlanned> {
  const { observed, unreadable } = await observeLive(project);
  const finished = observed.filter((one) => isFinished(one) && isOldEnough(one, olderThanMs, nowMs));
  return { finished: finished.sort(byEnd), unreadable };
}

/** Archives them one after the other; those that are not finished are named as failed. */
export function archiveRuns(project: Project, runs: readonly Observed[], nowMs: number): ArchiveResult {
  removeAbandoned(project, nowMs);
  const archived: { observed: Observed; inHistory: InHistory }[] = [];
  const failed: { id: string; failure: Failure }[] = [];
  for (const run of runs) {
    try {
      const inHistory = asSoleMover(project, run.id, () => archiveProcess(project, run));
      if (inHistory !== null) archived.push({ observed: run, inHistory });
    } catch (error) {
      if (!(error instanceof FailureError)) throw error;
      // Somebody else was faster.
      if (findJournal(project, run.id)?.isArchived === true) continue;
      failed.push({ id: run.id, failure: error.failure });
    }
  }
  return { archived, failed };
}

/** What nobody saw end is as old as the last that was heard of it. */
function isOldEnough(observed: Observed, olderThanMs: number, nowMs: number): boolean {
  return olderThanMs === 0 || nowMs - Date.parse(endOf(observed)) >= olderThanMs;
}

function byEnd(a: Observed, b: Observed): number {
  const [endA, endB] = [`${endOf(a)} ${a.id}`, `${endOf(b)} ${b.id}`];
  return endA < endB ? -1 : 1;
}

function endOf({ verdict, state }: Observed): string {
  return verdict.endedAt ?? state.facts.lastHeartbeatAt ?? state.spec?.at ?? '';
}
