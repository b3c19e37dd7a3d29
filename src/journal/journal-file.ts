import {
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  fsyncSync,
  lstatSync,
  openSync,
  type Stats,
} from 'node:fs';
import { dirname } from 'node:path';
import { FailureError } from '../../schemas/failure.ts';
import { hasCode, isSystemError } from '../base/system-error.ts';

const { O_APPEND, O_CREAT, O_DIRECTORY, O_EXCL, O_NOFOLLOW, O_NONBLOCK, O_RDONLY, O_RDWR } = constants;
const noSurprises = O_NOFOLLOW | O_NONBLOCK;

/** Creates the journal of a new process, 0600, and makes its name durable. Null if that id is taken. */
export function createJournalFile(path: string): number | null {
  return created(path, () => fsyncFolder(dirname(path)));
}

/** As `createJournalFile`, for a name that may be forgotten: the file is to get another one. */
export function createNamelessJournal(path: string): number | null {
  return created(path, () => {});
}

/** Opens a journal for appending. It must exist: a late event never brings back one that was removed. */
export function openJournalForAppend(path: string): number {
  const fd = opened(path, O_RDWR | O_APPEND | noSurprises);
  if (fd === null) throw unusable(path, 'it exists already');
  return keptOpen(fd, path, () => {
    const stats = fstatSync(fd);
    const cause = distrust(stats) ?? whyNotBehind(path);
    if (cause !== null) throw unusable(path, cause);
    if (isTooWide(stats)) fchmodSync(fd, 0o600);
  });
}

/** Why events cannot get into a journal that can be read, or null. */
export function whyNotWritten(path: string): string | null {
  try {
    const stats = lstatSync(path, { throwIfNoEntry: false });
    return stats === undefined || !stats.isFile() ? null : distrust(stats);
  } catch (error) {
    if (isSystemError(error)) return null; // it cannot be read either
    throw error;
  }
}

/** Opens a journal for reading without ever blocking on it (a FIFO would) or following a link. */
export function openJournalForReading(path: string): number {
  const fd = opened(path, O_RDONLY | noSurprises);
  if (fd === null) throw unusable(path, 'it exists already');
  return keptOpen(fd, path, () => {
    if (!fstatSync(fd).isFile()) throw unusable(path, 'it is not a regular file');
  });
}

/** Opens a journal, hands it over, closes it. What the system refuses on the way (EIO) is `journal_unusable`, too. */
export function withJournal<Result>(path: string, read: (fd: number) => Result): Result {
  const fd = openJournalForReading(path);
  try {
    return read(fd);
  } catch (error) {
    throw asUnusable(path, error);
  } finally {
    closeSync(fd);
  }
}

export function fsyncFolder(path: string): void {
  const fd = openSync(path, O_RDONLY | O_DIRECTORY);
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** Why nothing is written or removed where a journal lies, or null: behind a link is somebody else's place. */
export function whyNotBehind(path: string): string | null {
  const isLink = lstatSync(dirname(path), { throwIfNoEntry: false })?.isSymbolicLink() === true;
  return isLink ? 'it lies behind a symbolic link' : null;
}

function created(path: string, keepName: () => void): number | null {
  const cause = whyNotBehind(path);
  if (cause !== null) throw unusable(path, cause);
  const fd = opened(path, O_RDWR | O_APPEND | O_CREAT | O_EXCL | noSurprises);
  if (fd === null) return null;
  return keptOpen(fd, path, () => {
    fchmodSync(fd, 0o600); // an umask of 0777 would have made it unreadable for ourselves
    keepName();
  });
}

/** The descriptor, unless something about its file is not as it must be: then it is closed again. */
function keptOpen(fd: number, path: string, check: () => void): number {
  try {
    check();
    return fd;
  } catch (error) {
    closeSync(fd);
    throw asUnusable(path, error);
  }
}

function opened(path: string, flags: number): number | null {
  try {
    return openSync(path, flags, 0o600);
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return null;
    throw asUnusable(path, error);
  }
}

/** Why a file must not be written to, or null: a foreign link, or a mode by which anybody may have written. */
function distrust(stats: Stats): string | null {
  if (!stats.isFile()) return 'it is not a regular file';
  if (process.getuid !== undefined && stats.uid !== process.getuid()) return 'it belongs to another user';
  if (process.platform !== 'win32' && (stats.mode & 0o002) !== 0)
    return 'anybody may write to it (chmod 600)';
  if (stats.nlink !== 1) return 'it has a second name (hard link)';
  return null;
}

/** As `git checkout` and `git stash pop` make it (0644, 0664): ours, so it is closed again, and written to. */
function isTooWide({ mode }: Stats): boolean {
  return process.platform !== 'win32' && (mode & 0o077) !== 0;
}

/** What the system said no to, in words; a mistake of ours (which has no system call) stays what it is. */
export function asUnusable(path: string, error: unknown): unknown {
  if (!isSystemError(error) || error.syscall === undefined) return error;
  return unusable(path, openProblems[error.code] ?? error.code, error);
}

function unusable(path: string, cause: string, error?: unknown): FailureError {
  return new FailureError({ code: 'journal_unusable', path, cause }, { cause: error });
}

const openProblems: Readonly<Record<string, string>> = {
  ENOENT: 'it does not exist',
  ELOOP: 'it is a symbolic link',
  ENXIO: 'it is not a regular file',
  EISDIR: 'it is a folder',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'it lies on a read-only file system',
  ENOSPC: 'the disk is full',
  EDQUOT: 'your quota is used up',
  ESTALE: 'the file system does not know it any more',
  EIO: 'the disk cannot read it',
};
