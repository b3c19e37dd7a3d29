import { FailureError } from '../../schemas/failure.ts';
import { debug } from '../base/debug.ts';
import { isPassing } from '../base/passing.ts';
import type { Project } from '../journal/project-paths.ts';
import { type Observed, observe } from '../observe/observe.ts';

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
    // Nothing changes in the journal when that is over.
    if (isPassing(error)) laterPerhaps();
    return null;
  }
}
