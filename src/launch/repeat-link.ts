import { FailureError } from '../../schemas/failure.ts';
import { debug } from '../base/debug.ts';
import { JournalWriter } from '../journal/journal-writer.ts';
import { journalPath, type Project } from '../journal/project-paths.ts';
import type { LaunchRequest } from './launch-request.ts';

/**
 * Says in the journal of the run that is repeated which process repeats it; that one names it in its first line. The
 * link is a convenience: a journal that was archived, removed or closed meanwhile stays as it is, and nothing fails.
 */
export function linkBack(
  { rerunOf, resumes }: Pick<LaunchRequest, 'rerunOf' | 'resumes'>,
  as: string,
  project: Project,
): void {
  if (rerunOf === null) return;
  const path = journalPath(project, rerunOf);
  try {
    const writer = JournalWriter.open(path, rerunOf, 'launcher');
    try {
      writer.append('launch.repeated', { as, resumed: resumes });
    } finally {
      writer.close();
    }
  } catch (error) {
    if (!(error instanceof FailureError)) throw error;
    debug('not linked', { path, as, code: error.failure.code });
  }
}
