import { existsSync, readdirSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve, sep } from 'node:path';
import { hasCode } from '../base/system-error.ts';
import { asUnusable } from './journal-file.ts';

/** Where everything of a project lies; one folder, `.tapps-agents/`. */
export type Project = {
  readonly root: string;
  readonly stateFolder: string;
  readonly journalFolder: string;
  readonly outputFolder: string;
  readonly cacheFolder: string;
  readonly claimsFolder: string;
  /** Archived journals, by month. */
  readonly historyFolder: string;
  readonly runFolder: string;
  readonly configFile: string;
  /** Somebody only wants to know: not even the cache is written. */
  readonly isOnlyRead?: true;
};

export const stateFolderName = '.tapps-agents';
export const journalEnding = '.ndjson';
const idPattern = /^[a-z0-9](?:[a-z0-9_-]{0,62}[a-z0-9])?$/;
const windowsDevices = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])$/;

/** The project of a folder: the nearest one upwards with `.tapps-agents/` or `.git`, else the folder itself. */
export function findProject(from: string): Project {
  const start = resolve(from);
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, stateFolderName)) || existsSync(join(folder, '.git')))
      return projectAt(folder);
    if (dirname(folder) === folder) return projectAt(start);
  }
}

/** The project whose journals lie beside this one; used by a command that was told its journal by its environment. */
export function projectAt(root: string): Project {
  const stateFolder = join(root, stateFolderName);
  return {
    root,
    stateFolder,
    journalFolder: join(stateFolder, 'journal'),
    outputFolder: join(stateFolder, 'output'),
    cacheFolder: join(stateFolder, 'cache'),
    claimsFolder: join(stateFolder, 'claims'),
    historyFolder: join(stateFolder, 'history'),
    runFolder: join(stateFolder, 'run'),
    configFile: join(stateFolder, 'config.yaml'),
  };
}

export function journalPath(project: Project, id: string): string {
  return join(project.journalFolder, `${id}${journalEnding}`);
}

/**
 * Where the output of a spec lies: relative paths count from the root, and stay below it. A launch writes an absolute one
 * for what lies elsewhere; a journal that climbs out was not written by us.
 */
export function outputPathOf(project: Project, output: string): string {
  return isAbsolute(output) ? output : join(project.root, join(sep, output));
}

export function reservePath(project: Project): string {
  return join(project.runFolder, 'reserve');
}

/** Where those who want to be the watcher of a project stand in line. */
export function watchersFolder(project: Project): string {
  return join(project.runFolder, 'watchers');
}

/** There while somebody wants no watcher. */
export function stopMarkPath(project: Project): string {
  return join(project.runFolder, 'watch-stopped');
}

/** Touched by each launch, for the watcher to hear of its journal at once. */
export function doorbellPath(project: Project): string {
  return join(project.runFolder, 'doorbell');
}

/** The watcher's own journal, which may be deleted. */
export function watcherJournalPath(project: Project): string {
  return join(project.runFolder, `watcher${journalEnding}`);
}

/** The process that a journal of this name tells of; null for other files. */
export function processIdOf(fileName: string): string | null {
  if (!fileName.endsWith(journalEnding)) return null;
  const id = fileName.slice(0, -journalEnding.length);
  return isProcessId(id) ? id : null;
}

/** True for what may be the id of a process, and so part of a file name on any system. */
export function isProcessId(text: string): boolean {
  return idPattern.test(text) && !windowsDevices.test(text);
}

/** Ids of all journals that lie in the project, sorted; files with other names are not ours. Throws `journal_unusable`. */
export function listProcessIds(project: Project): string[] {
  return journalNames(project)
    .map(processIdOf)
    .filter((id) => id !== null)
    .sort();
}

/** What lies where journals lie, in no order: files with other names, too. Throws `journal_unusable`. */
export function journalNames(project: Project): string[] {
  try {
    return readdirSync(project.journalFolder);
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return [];
    throw asUnusable(project.journalFolder, error);
  }
}
