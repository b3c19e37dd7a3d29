import { join } from 'node:path';
import type { ListedProcess } from '../../projections/process-list.ts';
import type { Project } from './project-paths.ts';
import { readSealed, type SealedKind, writeSealed } from './sealed-file.ts';

/**
 * What ended, as lists choose by it, in one file: of a long history most rows are not even looked at. What is shown of
 * a process is never taken from here. The version is raised whenever an entry would come out differently.
 */
const kind: SealedKind = { version: 1, limitBytes: 256 * 1024 * 1024 };

/** So few that came since are looked at one by one; each takes a fifth of a millisecond. */
const freshLimit = 16;

export type EndedIndex = ReadonlyMap<string, ListedProcess>;

export function readEnded(project: Project): EndedIndex {
  const value = readSealed(fileOf(project), kind);
  return new Map(Array.isArray(value) ? value.filter(isEntry).map((one) => [one.id, one]) : []);
}

/** Written anew when enough is fresh to be worth it; what is gone is left out then. */
export function writeEnded(
  project: Project,
  kept: readonly ListedProcess[],
  fresh: readonly ListedProcess[],
): void {
  if (fresh.length < freshLimit) return;
  const entries = [...kept, ...fresh].map(({ id, name, type, status, tags, launchedAt }) => {
    return { id, name, type, status, tags, launchedAt };
  });
  writeSealed(project, fileOf(project), entries, kind);
}

/** No process can have this for the name of its checkpoint. */
function fileOf(project: Project): string {
  return join(project.cacheFolder, 'ended.index');
}

/** The seal vouches for the rest of its shape: nobody but `writeEnded` makes one. */
function isEntry(value: unknown): value is ListedProcess {
  return (
    typeof value === 'object' &&
    value !== null &&
    'id' in value &&
    typeof value.id === 'string' &&
    'tags' in value &&
    typeof value.tags === 'object' &&
    value.tags !== null
  );
}
