import { FailureError } from '../../schemas/failure.ts';
import { archiveProcess } from '../archive/archive-process.ts';
import { unreachable } from '../base/assert.ts';
import { debug } from '../base/debug.ts';
import { failpoint } from '../base/failpoint.ts';
import { dropClaims } from '../claims/untold.ts';
import { removeJournal } from '../journal/journal-removal.ts';
import { JournalWriter } from '../journal/journal-writer.ts';
import type { Project } from '../journal/project-paths.ts';
import type { Candidate } from './candidates.ts';
import { removeOutput } from './output-removal.ts';

export type Removed = {
  readonly candidate: Candidate;
  /** Bytes of output that were given back. */
  readonly freedBytes: number;
  /** Where its journal lies now; null if it is gone. */
  readonly archived: string | null;
};

/**
 * Removes a process: its output, then its journal with what is kept beside it, the journal last, so that a cleanup
 * that was cut off is finished by the next. Null if somebody else removed it; throws `not_removed`, `append_failed`
 * or `journal_unusable`, and then the journal is still there.
 */
export function removeProcess(project: Project, candidate: Candidate, reason: string): Removed | null {
  let freedBytes = 0;
  let archived: string | null = null;
  for (const effect of candidate.effects) {
    switch (effect.do) {
      case 'remove_output':
        freedBytes = withoutOutput(candidate, reason);
        failpoint('cleanup.after-output');
        break;
      case 'archive_record':
        archived = archiveProcess(project, candidate.observed)?.path ?? null;
        if (archived === null) return null;
        break;
      case 'remove_record':
        dropClaims(project, candidate.observed.id);
        if (!removeJournal(project, candidate.observed.id)) return null;
        break;
      default:
        return unreachable(effect.do);
    }
  }
  return { candidate, freedBytes, archived };
}

function withoutOutput({ output, observed, effects }: Candidate, reason: string): number {
  const bytes = output === null ? null : removeOutput(observed.id, output);
  if (bytes === null) return 0;
  try {
    const writer = JournalWriter.open(observed.path, observed.id, 'cleanup');
    try {
      writer.append('output.removed', { bytes, reason });
    } finally {
      writer.close();
    }
  } catch (error) {
    // A journal that goes at once need not be fit to be written to: one from a checkout, say, that others may read.
    const isKept = effects.some((effect) => effect.do === 'archive_record');
    if (isKept || !(error instanceof FailureError)) throw error;
    debug('not written down: output removed', { id: observed.id, code: error.failure.code });
  }
  return bytes;
}
