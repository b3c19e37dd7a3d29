import { closeSync, constants, fchmodSync, fstatSync, openSync } from 'node:fs';
import { FailureError } from '../../schemas/failure.ts';
import { isSystemError } from '../base/system-error.ts';

const { O_APPEND, O_CREAT, O_NOFOLLOW, O_NONBLOCK, O_RDONLY, O_RDWR } = constants;

/** Opens the file that a command's stdout and stderr go to: appended to, 0600, no link, no FIFO, ours alone. */
export function openOutputForAppend(path: string): number {
  const fd = opened(path, O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK);
  const stats = fstatSync(fd);
  const foreign = process.getuid !== undefined && stats.uid !== process.getuid();
  if (stats.isFile() && !foreign && stats.nlink === 1) {
    fchmodSync(fd, 0o600);
    return fd;
  }
  closeSync(fd);
  throw new FailureError({ code: 'output_unreadable', path, cause: 'it is not a file of ours alone' });
}

/** Opens an output for reading. Null if there is none (it was removed, or nothing ever started). */
export function openOutputForReading(path: string): number | null {
  try {
    const fd = openSync(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    if (isRegularOrClosed(fd)) return fd;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    if (error.code === 'ENOENT') return null;
    throw new FailureError({ code: 'output_unreadable', path, cause: error.code }, { cause: error });
  }
  throw new FailureError({ code: 'output_unreadable', path, cause: 'it is not a regular file' });
}

function isRegularOrClosed(fd: number): boolean {
  let isRegular = false;
  try {
    isRegular = fstatSync(fd).isFile();
  } finally {
    if (!isRegular) closeSync(fd);
  }
  return isRegular;
}

function opened(path: string, flags: number): number {
  try {
    return openSync(path, flags, 0o600);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new FailureError({ code: 'output_unreadable', path, cause: error.code }, { cause: error });
  }
}
