import { FailureError } from '../../schemas/failure.ts';
import { debug } from '../base/debug.ts';
import { listProcessIds, type Project } from '../journal/project-paths.ts';

/**
 * Ids of all journals, or null while nobody can tell: no descriptor is free, or the folder is shut. A watcher waits that
 * out, and takes nothing for gone meanwhile.
 */
export function idsIfListed(project: Project): string[] | null {
  try {
    return listProcessIds(project);
  } catch (error) {
    if (!(error instanceof FailureError)) throw error;
    debug('the journals cannot be listed', { failure: error.failure });
    return null;
  }
}
