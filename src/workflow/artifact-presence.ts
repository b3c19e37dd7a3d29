import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isSystemError } from '../base/system-error.ts';

/** True if an artifact is there: a file of any size, or, for a path with a trailing `/`, a folder that holds something. */
export function isArtifactThere(folder: string, artifact: string): boolean {
  const path = join(folder, artifact);
  try {
    const stats = statSync(path);
    if (!artifact.endsWith('/')) return stats.isFile() || stats.isDirectory();
    return stats.isDirectory() && readdirSync(path).length > 0;
  } catch (error) {
    if (isSystemError(error)) return false;
    throw error;
  }
}
