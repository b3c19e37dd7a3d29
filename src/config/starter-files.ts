import { closeSync, constants, fchmodSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { hasCode } from '../base/system-error.ts';

export type StarterFile = { readonly path: string; readonly content: string };

/** Paths of the files that are new, and of those that were there before. */
export type StarterWriting = { readonly written: readonly string[]; readonly kept: readonly string[] };

/** Writes each file that is not there yet, 0600; what is there, whatever it is, stays. Throws the system's error. */
export function writeStarterFiles(files: readonly StarterFile[]): StarterWriting {
  const isNew = files.map(writeNew);
  return {
    written: files.filter((_, index) => isNew[index]).map(({ path }) => path),
    kept: files.filter((_, index) => !isNew[index]).map(({ path }) => path),
  };
}

/** False if something has that name already: also a link that leads nowhere, which nothing is written through. */
function writeNew({ path, content }: StarterFile): boolean {
  const fd = openNew(path);
  if (fd === null) return false;
  try {
    fchmodSync(fd, 0o600); // an umask of 0777 would have made it unreadable for ourselves
    writeFileSync(fd, content);
  } catch (error) {
    // Half a file would be kept as it is by the next attempt.
    rmSync(path, { force: true });
    throw error;
  } finally {
    closeSync(fd);
  }
  return true;
}

function openNew(path: string): number | null {
  try {
    return openSync(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return null;
    throw error;
  }
}
