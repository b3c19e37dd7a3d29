import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { hasCode } from './system-error.ts';

/**
 * Makes a folder with those above it, each of this mode; false if it was there. Throws the system's error. Node's own
 * `recursive` never comes back where a folder that is there takes none (`/proc`: ENOENT, up, and down again).
 */
export function makeFolder(path: string, mode: number): boolean {
  try {
    mkdirSync(path, { mode });
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    if (!hasCode(error, 'ENOENT') || existsSync(dirname(path))) throw error;
  }
  makeFolder(dirname(path), mode);
  return makeFolder(path, mode); // somebody else may have been faster
}
