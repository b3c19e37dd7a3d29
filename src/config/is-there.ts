import { statSync } from 'node:fs';
import { isSystemError } from '../base/system-error.ts';

/** False only where there is nothing: what is there and cannot be looked at is for its reader to tell. */
export function isThere(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    if (isSystemError(error)) return true;
    throw error;
  }
}
