import { fstatSync, lstatSync } from 'node:fs';
import { lossOf } from '../../reactors/lost.ts';
import { FailureError } from '../../schemas/failure.ts';
import { failpoint } from '../base/failpoint.ts';
import { isSystemError } from '../base/system-error.ts';
import { dropClaims } from '../claims/untold.ts';
import { whyNotBehind, withJournal } from '../journal/journal-file.ts';
import { removeJournal } from '../journal/journal-removal.ts';
import { verifyJournal } from '../journal/journal-verify.ts';
import { JournalWriter } from '../journal/journal-writer.ts';
import { journalPath, type Project } from '../journal/project-paths.ts';
import type { Observed } from '../observe/observe.ts';
import { type InHistory, intoHistory } from './into-history.ts';

/**
 * Moves a finished process into the history: first its archived form is there, durably, with its manifest, then its
 * claims and its live journal go. Cut off anywhere it can be read under one of both, and the next archive finishes it.
 * Its output stays. A damaged journal stays where it is. Null if somebody else archived or removed it meanwhile. Throws `not_archived`, `not_removed` or
 * `journal_unusable`.
 */
export function archiveProcess(project: Project, observed: Observed): InHistory | null {
  const { id } = observed;
  const live = journalPath(project, id);
  let isOpen = false;
  try {
    const cause = whyNotBehind(live);
    if (cause !== null) throw notArchived(id, live, cause);
    recordEnd(live, observed);
    refuseDamaged(live, id);
    return withJournal(live, (fd) => {
      isOpen = true;
      return moveAway(project, id, fd);
    });
  } catch (error) {
    if (error instanceof FailureError && !isOpen && isGone(live)) return null;
    throw error;
  }
}

function moveAway(project: Project, id: string, fd: number): InHistory | null {
  const archived = intoHistory(project, id, fd);
  dropClaims(project, id);
  failpoint('archive.after-claims');
  const isOurs = removeJournal(project, id);
  failpoint('archive.after-removal');
  // Whoever had it open may have written a last word until then; from now on nobody can.
  const isWhole = fstatSync(fd).size === archived.manifest.original.bytes;
  const last = isWhole ? archived : intoHistory(project, id, fd);
  return isOurs ? last : null;
}

function isGone(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) === undefined;
  } catch (error) {
    if (isSystemError(error)) return false;
    throw error;
  }
}

/** `ended` is nobody's guess; a launch that has not written its first line yet is about to. */
export function isFinished({ verdict, state }: Observed): boolean {
  return verdict.health === 'ended' && state.life.phase !== 'unheard';
}

/**
 * How it ended must stand in a journal before it goes where nobody looks at the machine any more: a loss that is only
 * seen is written down.
 */
function recordEnd(live: string, observed: Observed): void {
  const { id, state, probe } = observed;
  if (!isFinished(observed)) throw notArchived(id, live, 'it has not ended');
  if (state.life.phase === 'ended' || state.life.phase === 'rejected') return;
  const loss = lossOf(state, probe);
  if (loss === null) throw notArchived(id, live, 'its journal does not say how it ended');
  const writer = JournalWriter.open(live, id, 'command');
  try {
    writer.append('process.lost', loss);
  } finally {
    writer.close();
  }
}

/** In the archived form everything is attested anew: who edited the journal before would be vouched for. */
function refuseDamaged(live: string, id: string): void {
  const damage = verifyJournal(live, id, false).findings.find(({ severity }) => severity === 'damage');
  if (damage === undefined) return;
  const what = `${damage.kind.replaceAll('_', ' ')} in line ${damage.line}`;
  throw notArchived(id, live, `it is damaged (${what}), and its archive would look sound`);
}

function notArchived(id: string, path: string, cause: string): FailureError {
  return new FailureError({ code: 'not_archived', id, path, cause });
}
