import { lstatSync, type Stats, unlinkSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { ProcessState } from '../../projections/process-state.ts';
import type { Settings } from '../config/settings.ts';
import { asNotRemoved, notRemoved } from '../journal/journal-removal.ts';
import { outputPathOf, type Project } from '../journal/project-paths.ts';

export type OutputSite = { readonly project: Project; readonly settings: Settings };

/**
 * Where the output of a process lies, if it is one that we may remove: the file of its id in an output folder of the
 * project. A journal can name any file, and is no reason to remove it. Null for any other.
 */
export function ownOutputOf({ project, settings }: OutputSite, { id, spec }: ProcessState): string | null {
  if (spec === null) return null;
  const named = resolve(outputPathOf(project, spec.output));
  return (
    outputFolders(project, settings)
      .map((folder) => join(folder, `${id}.output`))
      .find((own) => own === named) ?? null
  );
}

/** Bytes that its removal would give back. */
export function outputBytesOf(path: string | null): number {
  const stats = path === null ? undefined : lstatSync(path, { throwIfNoEntry: false });
  return stats?.isFile() === true ? stats.size : 0;
}

/** Removes an output. Gives its size, null where none was; throws `not_removed`, also for what is no file of ours. */
export function removeOutput(id: string, path: string): number | null {
  try {
    const stats = lstatSync(path, { throwIfNoEntry: false });
    if (stats === undefined) return null;
    const folder = lstatSync(dirname(path));
    const distrusted = folder.isDirectory() ? distrust(stats) : 'it lies behind a symbolic link';
    if (distrusted !== null) throw notRemoved(id, path, distrusted);
    unlinkSync(path);
    return stats.size;
  } catch (error) {
    throw asNotRemoved(id, path, error);
  }
}

function distrust(stats: Stats): string | null {
  if (stats.isSymbolicLink()) return 'it is a symbolic link';
  if (!stats.isFile()) return 'it is not a regular file';
  if (process.getuid !== undefined && stats.uid !== process.getuid()) return 'it belongs to another user';
  return null;
}

function outputFolders(project: Project, settings: Settings): string[] {
  const set = settings.outputFolder;
  return [project.outputFolder, ...(set === null ? [] : [resolve(project.root, set)])];
}
