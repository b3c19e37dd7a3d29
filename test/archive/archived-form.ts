import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { archiveRuns, finishedRuns } from '../../src/archive/archive-runs.ts';
import { findJournal } from '../../src/journal/journal-places.ts';
import type { Project } from '../../src/journal/project-paths.ts';
import { temporaryFolder } from '../rig/temporary-folder.ts';

/** Archives all that is finished, as `bg archive` does; gives what could not be, and why. */
export async function archiveAll(project: Project): Promise<string[]> {
  const { finished } = await finishedRuns(project, 0, Date.now());
  const { failed } = archiveRuns(project, finished, Date.now());
  return failed.map(({ id, failure }) => `${id}: ${'cause' in failure ? failure.cause : failure.code}`);
}

/** Where the archived journal of a process lies; fails the test if there is none. */
export function archivedOf(project: Project, id: string): string {
  const place = findJournal(project, id);
  if (place?.isArchived !== true) throw new Error(`${id} is not archived: ${place?.path ?? 'gone'}`);
  return place.path;
}

/** Every file of the history with its bytes. */
export function historyOf(project: Project): Map<string, string> {
  const files = readdirSync(project.historyFolder, { recursive: true, withFileTypes: true });
  const paths = files.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  return new Map(
    paths.sort().map((path) => [path.slice(project.historyFolder.length), readFileSync(path, 'latin1')]),
  );
}

export function newFolder(): string {
  return temporaryFolder('tapps-archive-');
}
