import { statSync } from 'node:fs';
import { isSystemError } from '../base/system-error.ts';
import type { Project } from '../journal/project-paths.ts';
import { idsIfListed } from './listed-ids.ts';

export type Listed = {
  readonly ids: readonly string[];
  /** False where they are the very same as the last time. */
  readonly isAnew: boolean;
};

/** A file made within one tick of the clock after a listing leaves the folder's time as it was. */
const settledMs = 3000;
/** Some file systems (FAT, some shared folders) do not change the time of a folder. */
const usesAtMost = 15;

/** Ids of all journals. The folder is only read again when its time says that it changed: 10,000 names take 8 ms. */
export class Listing {
  readonly #project: Project;
  #ids: readonly string[] = [];
  /** Of the folder when it was last read, or null if what was read cannot be relied on. */
  #stamp: string | null = null;
  #uses = 0;

  constructor(project: Project) {
    this.#project = project;
  }

  /** What was read is not relied on any more. */
  distrust(): void {
    this.#stamp = null;
  }

  /** Null while nobody can tell. `surely` reads whatever the folder's time says. */
  read(surely: 'surely' | null = null): Listed | null {
    const stamp = settledStampOf(this.#project.journalFolder);
    const isKnown = stamp !== null && stamp === this.#stamp && this.#uses < usesAtMost;
    if (isKnown && surely === null) {
      this.#uses += 1;
      return { ids: this.#ids, isAnew: false };
    }
    const ids = idsIfListed(this.#project);
    this.#stamp = ids === null ? null : stamp;
    this.#uses = 0;
    if (ids !== null) this.#ids = ids;
    return ids === null ? null : { ids, isAnew: true };
  }
}

/**
 * Null if it changed a moment ago, or will have in the future: another change could leave the same time. The second time
 * tells that it was shut, or opened again.
 */
function settledStampOf(folder: string): string | null {
  try {
    const { dev, ino, mtimeMs, ctimeMs } = statSync(folder);
    const isSettled = Math.max(mtimeMs, ctimeMs) + settledMs < Date.now();
    return isSettled ? `${dev} ${ino} ${mtimeMs} ${ctimeMs}` : null;
  } catch (error) {
    if (isSystemError(error)) return null;
    throw error;
  }
}
