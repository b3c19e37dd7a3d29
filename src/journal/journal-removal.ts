import { constants, copyFileSync, linkSync, lstatSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { FailureError } from '../../schemas/failure.ts';
import { hasCode, isSystemError } from '../base/system-error.ts';
import { fsyncFolder } from './journal-file.ts';
import { archivedPath } from './journal-places.ts';
import { journalPath, type Project } from './project-paths.ts';
import { prepareFolder } from './state-folder.ts';
import { removeCheckpoint } from './store-checkpoint.ts';

/**
 * Gives a journal its second name, in the history; the first goes with `removeJournal`. So it is there under one of
 * them at every moment, byte for byte, and what somebody archived before is never written over. Throws `not_removed`.
 */
export function archiveJournal(project: Project, id: string, month: string): string {
  const target = archivedPath(project, id, month);
  for (const folder of [project.stateFolder, project.historyFolder, join(project.historyFolder, month)]) {
    const problem = prepareFolder(folder, folder !== project.stateFolder);
    if (problem !== null) throw notRemoved(id, problem.path, problem.cause);
  }
  const journal = journalPath(project, id);
  try {
    linked(journal, target);
    fsyncFolder(join(project.historyFolder, month));
  } catch (error) {
    if (hasCode(error, 'EEXIST') && isSameFile(journal, target)) return target; // cut off there the last time
    throw asNotRemoved(id, target, error);
  }
  return target;
}

/** Removes a journal and what is kept of it in the cache. False if somebody else did. Throws `not_removed`. */
export function removeJournal(project: Project, id: string): boolean {
  const path = journalPath(project, id);
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

/** Some file systems have no links: there the journal, which nobody writes to any more, is copied. */
function linked(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (error) {
    if (!hasCode(error, 'EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK')) throw error;
    copyFileSync(from, to, constants.COPYFILE_EXCL);
  }
}

function isSameFile(one: string, other: string): boolean {
  const [a, b] = [lstatSync(one), lstatSync(other)];
  return a.ino === b.ino && a.dev === b.dev;
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
