import type { CleanupWish } from '../../reactors/cleanup.ts';
import { type Failure, FailureError } from '../../schemas/failure.ts';
import { asSoleMover } from '../claims/sole-mover.ts';
import type { Unreadable } from '../journal/store.ts';
import { observeLive } from '../observe/observe.ts';
import { type Candidate, candidatesAmong } from './candidates.ts';
import type { OutputSite } from './output-removal.ts';
import { type Removed, removeProcess } from './remove-process.ts';

export type CleanupPlan = {
  readonly candidates: readonly Candidate[];
  readonly unreadable: readonly Unreadable[];
};

export type CleanupResult = {
  readonly removed: readonly Removed[];
  /** What could not be removed, and why. It did not stop the others. */
  readonly failed: readonly { readonly id: string; readonly failure: Failure }[];
};

/** What a cleanup would remove. Changes nothing. */
export async function planCleanup(site: OutputSite, wish: CleanupWish, nowMs: number): Promise<CleanupPlan> {
  const { observed, unreadable } = await observeLive(site.project);
  return { candidates: candidatesAmong(observed, wish, site, nowMs), unreadable };
}

/** Removes what was planned, one after the other. */
export function removeAll(
  { project }: OutputSite,
  candidates: readonly Candidate[],
  reason: string,
): CleanupResult {
  const removed: Removed[] = [];
  const failed: { id: string; failure: Failure }[] = [];
  for (const candidate of candidates) {
    try {
      const { id } = candidate.observed;
      const one = asSoleMover(project, id, () => removeProcess(project, candidate, reason));
      if (one !== null) removed.push(one);
    } catch (error) {
      if (!(error instanceof FailureError)) throw error;
      failed.push({ id: candidate.observed.id, failure: error.failure });
    }
  }
  return { removed, failed };
}
