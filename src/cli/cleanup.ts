import type { CleanupWish } from '../../reactors/cleanup.ts';
import { FailureError } from '../../schemas/failure.ts';
import type { CleanupJson } from '../../schemas/generated/types.ts';
import type { Candidate } from '../cleanup/candidates.ts';
import { type CleanupResult, planCleanup, removeAll } from '../cleanup/clean-up.ts';
import { safeText } from '../output/safe-text.ts';
import { cleanupLines } from '../views/cleanup-lines.ts';
import type { cleanupStatuses } from './cleanup-statuses.ts';
import { exitCodes } from './exit-codes.ts';
import { explainFailure } from './explain-failure.ts';
import { type Hands, present } from './hands.ts';
import { tellUnreadable } from './list.ts';
import { readAgeMs } from './read-age.ts';

export type CleanupArguments = {
  readonly olderThan: string;
  readonly status: (typeof cleanupStatuses)[number];
  readonly dryRun?: boolean | undefined;
  readonly yes?: boolean | undefined;
};

const shownIds = 8;

/** Removes what ended long ago, after asking, and says what. */
export async function cleanup(args: CleanupArguments, hands: Hands): Promise<number> {
  const wish: CleanupWish = {
    status: args.status,
    olderThanMs: readAgeMs(args.olderThan),
    isAutomatic: false,
    archives: hands.settings.archiveBeforeCleanup,
  };
  const { candidates, unreadable } = await planCleanup(hands, wish, hands.nowMs());
  tellUnreadable(hands, unreadable);
  const dryRun = args.dryRun === true;
  if (!dryRun && candidates.length > 0) await confirmed(args, candidates, hands);
  const result = dryRun ? wouldRemove(candidates) : removeAll(hands, candidates, 'cleanup');
  const document = documentOf(result, dryRun, hands);
  present(hands, document, () => cleanupLines(document, args.status, wish.olderThanMs, hands.nowMs()));
  for (const { message } of document.failed) hands.tell(`❌ ${message}`);
  tellLeftRunning(result, hands);
  return result.failed.length === 0 ? exitCodes.done : exitCodes.failed;
}

function wouldRemove(candidates: readonly Candidate[]): CleanupResult {
  const removed = candidates.map((candidate) => ({
    candidate,
    freedBytes: candidate.outputBytes,
    archived: null,
  }));
  return { removed, failed: [] };
}

function documentOf({ removed, failed }: CleanupResult, dryRun: boolean, hands: Hands): CleanupJson {
  return {
    dryRun,
    removed: removed.map(({ candidate: { observed }, freedBytes, archived }) => ({
      id: observed.id,
      name: observed.state.spec?.name ?? null,
      type: observed.state.spec?.type ?? null,
      status: observed.verdict.status,
      endedAt: observed.verdict.endedAt,
      outputBytes: freedBytes,
      archived: archived === null ? null : hands.shortPath(archived),
    })),
    failed: failed.map(({ id, failure }) => ({ id, message: safeText(explainFailure(failure).message) })),
  };
}

async function confirmed(
  args: CleanupArguments,
  candidates: readonly Candidate[],
  hands: Hands,
): Promise<void> {
  if (args.yes === true) return;
  if (!hands.terminal.stdin) throw new FailureError({ code: 'needs_confirmation', action: 'clean up' });
  const ids = candidates.slice(0, shownIds).map(({ observed }) => observed.id);
  const more = candidates.length > shownIds ? ', …' : '';
  const noun = candidates.length === 1 ? 'this process' : `these ${candidates.length} processes`;
  const question = `Are you sure you want to remove ${noun}: ${ids.join(', ')}${more}?`;
  if (!(await hands.confirm(question))) throw new FailureError({ code: 'declined' });
}

/** What lives on is not ended by this, and nobody will know any more where it came from. */
function tellLeftRunning({ removed }: CleanupResult, hands: Hands): void {
  for (const { candidate } of removed) {
    const { observed, leftRunning } = candidate;
    if (leftRunning.length > 0) hands.tell(`⚠️  Still running of ${observed.id}: ${leftRunning.join(', ')}`);
  }
}
