import { lstatSync, statSync } from 'node:fs';
import { hasCode, isSystemError } from './system-error.ts';

/** Another text when the file is another one or was written to; null if it cannot be looked at. */
export function stampOf(path: string): string | null {
  try {
    const { ino, size, mtimeMs } = statSync(path);
    return `${ino} ${size} ${mtimeMs}`;
  } catch (error) {
    if (isSystemError(error)) return null;
    throw error;
  }
}

/** True where nothing has that name; false also where nobody can tell. */
export function isGone(path: string): boolean {
  try {
    statSync(path);
    return false;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return hasCode(error, 'ENOENT', 'ENOTDIR');
  }
}

/** A file, not a link to one; false also where nobody can tell. */
export function isFile(path: string): boolean {
  try {
    return lstatSync(path).isFile();
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return false;
  }
}
