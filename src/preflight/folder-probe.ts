import { randomBytes } from 'node:crypto';
import { closeSync, constants, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { hasCode, isSystemError } from '../base/system-error.ts';

/** What keeps a folder from being written to: the system's code, and the folder that it was said of. */
export type WriteRefusal = { readonly code: string; readonly at: string };

/** `O_TMPFILE` of every Linux that Node runs on; Node has no name for it. */
const unnamedFile = 0o20000000 | constants.O_DIRECTORY;
/** A file system or a kernel that knows no unnamed files. */
const noUnnamedFiles = ['EOPNOTSUPP', 'ENOTSUP', 'EISDIR', 'EINVAL'] as const;

/**
 * Writes one byte below a folder, or below the nearest one above it that is there. Null if that worked. Mode bits and
 * access(2) know nothing of quotas and full disks; a file without a name (17 µs on ext4) tells of them, and leaves
 * nothing behind, not even a new time on the folder, whatever ends this program half-way.
 */
export function writeRefusal(folder: string): WriteRefusal | null {
  const at = nearestExisting(folder);
  try {
    if (!statSync(at).isDirectory()) return { code: 'ENOTDIR', at };
    if (process.platform !== 'linux' || !probeUnnamed(at)) probeNamed(at);
    return null;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return { code: error.code, at };
  }
}

/** The folder itself, or the nearest one above it that is there. */
export function nearestExisting(folder: string): string {
  try {
    statSync(folder);
    return folder;
  } catch (error) {
    const above = dirname(folder);
    return hasCode(error, 'ENOENT', 'ENOTDIR') && above !== folder ? nearestExisting(above) : folder;
  }
}

/** False where the file system has no files without a name. */
function probeUnnamed(folder: string): boolean {
  let fd: number;
  try {
    fd = openSync(folder, unnamedFile | constants.O_WRONLY, 0o600);
  } catch (error) {
    if (hasCode(error, ...noUnnamedFiles)) return false;
    throw error;
  }
  writeByte(fd);
  return true;
}

/** The same with a file that has a name for a moment. Throws the system's error; the file is gone either way. */
export function probeNamed(folder: string): void {
  const path = join(folder, `.tapps-probe-${randomBytes(12).toString('hex')}`);
  const fd = openSync(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);
  try {
    writeByte(fd);
  } finally {
    rmSync(path, { force: true });
  }
}

function writeByte(fd: number): void {
  try {
    writeSync(fd, '.');
  } finally {
    closeSync(fd);
  }
}
