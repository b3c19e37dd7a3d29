import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { mayBeSeenSoon } from '../base/passing.ts';
import { patiently } from '../base/patience.ts';
import { isSystemError } from '../base/system-error.ts';

/** True if an artifact is there: a file of any size, or, for a path with a trailing `/`, a folder that holds something. */
export function isArtifactThere(folder: string, artifact: string): boolean {
  const path = join(folder, artifact);
  try {
    return patiently(() => (artifact.endsWith('/') ? holdsSomething(path) : isThere(path)), mayBeSeenSoon);
  } catch (error) {
    if (isSystemError(error)) return false;
    throw error;
  }
}

function isThere(path: string): boolean {
  const stats = statSync(path);
  return stats.isFile() || stats.isDirectory();
}

function holdsSomething(path: string): boolean {
  return statSync(path).isDirectory() && readdirSync(path).length > 0;
}
