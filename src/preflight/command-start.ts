import { closeSync, openSync, readSync } from 'node:fs';
import { isSystemError } from '../base/system-error.ts';

/** The kernel looks at 256 bytes of a program. */
const startBytes = 256;

/** The first bytes of a regular file; none where it may not be read. */
export function startOf(path: string): Buffer {
  try {
    const file = openSync(path, 'r');
    try {
      const start = Buffer.alloc(startBytes);
      return start.subarray(0, readSync(file, start, 0, startBytes, 0));
    } finally {
      closeSync(file);
    }
  } catch (thrown) {
    if (!isSystemError(thrown)) throw thrown;
    return Buffer.alloc(0);
  }
}
