import { type Dirent, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { hasCode, isSystemError } from '../base/system-error.ts';
import { isProcessId, journalPath, listProcessIds, type Project, processIdOf } from './project-paths.ts';

/** Where a journal lies: among the live ones, or in the history. */
export type JournalPlace = {
  readonly id: string;
  readonly path: string;
  readonly isArchived: boolean;
};

/** Launches that no journal dates lie in the month `unknown`. */
export const monthPattern = /^(?:\d{4}-(?:0[1-9]|1[0-2])|unknown)$/;

/** Months that are looked into, the newest: a hundred years of them. */
const monthLimit = 1200;

/**
 * The journal of a process, whoever asks to read it; null if there is none. A live one wins over its archived copy,
 * also where it is no readable file: who asks is told so then.
 */
export function findJournal(project: Project, id: string): JournalPlace | null {
  if (!isProcessId(id)) return null;
  const live = journalPath(project, id);
  if (isThere(live)) return { id, path: live, isArchived: false };
  const archived = historyMonths(project)
    .map((month) => archivedPath(project, id, month))
    .find((path) => lstatSync(path, { throwIfNoEntry: false })?.isFile() === true);
  return archived === undefined ? null : { id, path: archived, isArchived: true };
}

/** Where a journal lies, or would lie if it were there: what opens it says what is wrong. */
export function readingPath(project: Project, id: string): string {
  return findJournal(project, id)?.path ?? journalPath(project, id);
}

/** Reads a journal where it was seen, or, if that fails, where it lies by now: it may have been archived in between. */
export function readWhereItLies<Read>(
  project: Project,
  { id, path }: Pick<JournalPlace, 'id' | 'path'>,
  read: (path: string) => Read,
): Read {
  try {
    return read(path);
  } catch (error) {
    const now = readingPath(project, id);
    if (now === path) throw error;
    return read(now);
  }
}

/** Every journal of the project, live and archived, by id. Only for who reads: what acts on processes asks the live. */
export function listJournals(project: Project): JournalPlace[] {
  // The live ones first: one that is archived in between is in both, never in none.
  const live = listLive(project);
  const byId = new Map<string, JournalPlace>();
  for (const place of listArchived(project)) if (!byId.has(place.id)) byId.set(place.id, place);
  for (const place of live) byId.set(place.id, place);
  return [...byId.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** What lies among the live ones, also what is no readable file. */
export function listLive(project: Project): JournalPlace[] {
  return listProcessIds(project).map((id) => ({ id, path: journalPath(project, id), isArchived: false }));
}

/** What lies in the history, the newest month first: regular files with the name of a journal. */
export function listArchived(project: Project): JournalPlace[] {
  return historyMonths(project).flatMap((month) =>
    archivedIds(project, month).map((id) => ({
      id,
      path: archivedPath(project, id, month),
      isArchived: true,
    })),
  );
}

/** Those of one month. */
export function archivedIds(project: Project, month: string): string[] {
  return entriesOf(join(project.historyFolder, month))
    .filter((entry) => entry.isFile())
    .map(({ name }) => processIdOf(name))
    .filter((id) => id !== null);
}

/** Folders of the history, the newest month first. */
export function historyMonths(project: Project): string[] {
  return entriesOf(project.historyFolder)
    .filter((entry) => entry.isDirectory() && monthPattern.test(entry.name))
    .map(({ name }) => name)
    .sort()
    .reverse()
    .slice(0, monthLimit);
}

/** Where an archived journal lies: by the month of its launch, `2026-11`. */
export function archivedPath(project: Project, id: string, month: string): string {
  return join(project.historyFolder, month, `${id}.ndjson`);
}

function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    if (isSystemError(error)) return true; // who opens it is told what is wrong
    throw error;
  }
}

/** A history that cannot be looked into hides no live journal. */
function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR', 'EACCES', 'EPERM', 'ELOOP')) return [];
    throw error;
  }
}
