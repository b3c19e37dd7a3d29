import { statSync } from 'node:fs';
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

/** What was removed and made again is another one; null if it is gone. */
export function placeIdentity(path: string): string | null {
  try {
    const { dev, ino } = statSync(path);
    return `${dev}:${ino}`;
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return null;
    throw error;
  }
}
