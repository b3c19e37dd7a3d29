import { FailureError } from '../../schemas/failure.ts';
import { debug } from '../base/debug.ts';
import { hasCode } from '../base/system-error.ts';
import type { Project } from '../journal/project-paths.ts';
import { type Observed, observe } from '../observe/observe.ts';

/** Why a journal cannot be read that may be over soon, and that changes nothing in the journal when it is. */
const passing = ['EMFILE', 'ENFILE', 'ENOMEM', 'EIO', 'EACCES', 'EPERM', 'ESTALE'];

/** How it stands with a process; null if its journal cannot be read. `laterPerhaps` is called where that may pass. */
export async function observedIfReadable(
  project: Project,
  id: string,
  laterPerhaps: () => void,
): Promise<Observed | null> {
  try {
    return await observe(project, id);
  } catch (error) {
    if (!(error instanceof FailureError) || error.failure.code !== 'journal_unusable') throw error;
    debug('a journal cannot be read', { id, cause: error.failure.cause });
    if (hasCode(error.cause, ...passing)) laterPerhaps();
    return null;
  }
}
