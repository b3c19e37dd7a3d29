import { closeSync, lstatSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isSystemError } from '../base/system-error.ts';
import { asUnusable, createNamelessJournal, fsyncFolder } from './journal-file.ts';
import { type Project, processIdOf } from './project-paths.ts';

/** A journal that nobody sees yet: it gets its name with its first event. */
export type UnseenJournal = {
  readonly fd: number;
  /** Gives it its name, durably. */
  readonly show: () => void;
  readonly discard: () => void;
};

const ending = '.new';
/** A launch takes less than a second from the file to its name; one that stands still for so long fails in words. */
const abandonedMs = 10 * 60_000;

/**
 * Makes the file of a new journal beside its place. A launcher that is killed before it has said what it wanted leaves
 * no record then: an empty journal would be a process of which nothing is known. Null if that id is taken.
 */
export function createUnseenJournal(path: string): UnseenJournal | null {
  const aside = join(dirname(path), `.${basename(path)}${ending}`);
  const fd = createNamelessJournal(aside);
  if (fd === null) return null;
  const discard = (): void => rmSync(aside, { force: true });
  if (isTaken(path)) {
    closeSync(fd);
    discard();
    return null;
  }
  const show = (): void => {
    renameSync(aside, path); // whoever else wanted this name would have to hold the file beside it, too
    try {
      fsyncFolder(dirname(path));
    } catch (error) {
      rmSync(path, { force: true }); // a launch that is told to have failed is not there
      throw error;
    }
  };
  return { fd, show, discard };
}

/** Paths of what launchers left that were killed before their journal had a name, as far as the clock can tell. */
export function abandonedJournals({ journalFolder }: Project, nowMs: number): string[] {
  return namesIn(journalFolder)
    .filter((name) => name.startsWith('.') && name.endsWith(ending))
    .filter((name) => processIdOf(name.slice(1, -ending.length)) !== null)
    .map((name) => join(journalFolder, name))
    .filter((path) => (modifiedMsOf(path) ?? nowMs) < nowMs - abandonedMs);
}

function modifiedMsOf(path: string): number | null {
  try {
    return lstatSync(path, { throwIfNoEntry: false })?.mtimeMs ?? null;
  } catch (error) {
    if (isSystemError(error)) return null; // nobody can tell now
    throw error;
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (isSystemError(error)) return []; // there is none yet, or it is shut
    throw error;
  }
}

function isTaken(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    throw asUnusable(path, error);
  }
}
