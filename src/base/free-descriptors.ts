import { closeSync, openSync } from 'node:fs';
import { devNull } from 'node:os';
import { hasCode, isSystemError } from './system-error.ts';

/** Three pipes with two ends each, and the one on which the new program tells that it started. */
const neededDescriptors = 8;

/**
 * The system's code where too few descriptors are free to start a program, else null. To be asked before execa is: where
 * Node has none it gives no streams, and execa dies of that, at once and once more a moment later.
 */
export function whyNoDescriptors(): string | null {
  const taken: number[] = [];
  try {
    while (taken.length < neededDescriptors) taken.push(openSync(devNull, 'r'));
    return null;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return hasCode(error, 'EMFILE', 'ENFILE') ? error.code : null;
  } finally {
    for (const fd of taken) closeSync(fd);
  }
}
