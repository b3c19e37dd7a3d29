import { unlinkSync } from 'node:fs';
import { FailureError } from '../../schemas/failure.ts';
import { hasCode, isSystemError } from '../base/system-error.ts';
import { fsyncFolder, whyNotBehind } from './journal-file.ts';
import { journalPath, type Project } from './project-paths.ts';
import { removeCheckpoint } from './store-checkpoint.ts';

/** Removes a journal and what is kept of it in the cache. False if somebody else did. Throws `not_removed`. */
export function removeJournal(project: Project, id: string): boolean {
  const path = journalPath(project, id);
  const cause = whyNotBehind(path);
  if (cause !== null) throw notRemoved(id, path, cause);
  try {
    unlinkSync(path);
    fsyncFolder(project.journalFolder);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return false;
    throw asNotRemoved(id, path, error);
  } finally {
    removeCheckpoint(project, id);
  }
  return true;
}

/** What the system said no to, in words; a mistake of ours stays what it is. */
export function asNotRemoved(id: string, path: string, error: unknown): unknown {
  if (!isSystemError(error)) return error;
  return notRemoved(id, path, causes[error.code] ?? error.code, error);
}

export function notRemoved(id: string, path: string, cause: string, error?: unknown): FailureError {
  return new FailureError({ code: 'not_removed', id, path, cause }, { cause: error });
}

const causes: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  EEXIST: 'another file has that name already',
  EISDIR: 'it is a folder',
  ENOSPC: 'the disk is full',
  EBUSY: 'it is in use',
};
