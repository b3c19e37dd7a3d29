import { createHash } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { isSystemError } from '../base/system-error.ts';

/** Of a configuration file that is read at all; a larger one is refused with a word of its own. */
const limitBytes = 64 * 1024;
const digits = 32;

/** What tells one configuration from another: SHA-256 of the file's bytes, shortened. Null where there is no such file. */
export function configHash(path: string): string | null {
  try {
    const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const stats = fstatSync(fd);
      if (!stats.isFile() || stats.size > limitBytes) return null;
      return createHash('sha256').update(readFileSync(fd)).digest('hex').slice(0, digits);
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return null;
  }
}
