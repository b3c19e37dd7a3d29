import { fstatSync, lstatSync } from 'node:fs';
import { join } from 'node:path';
import { FailureError } from '../../schemas/failure.ts';
import { failpoint } from '../base/failpoint.ts';
import { isSystemError } from '../base/system-error.ts';
import { fsyncFolder, withJournal } from '../journal/journal-file.ts';
import { archivedPath } from '../journal/journal-places.ts';
import { readJournal } from '../journal/journal-reader.ts';
import type { Project } from '../journal/project-paths.ts';
import { prepareFolder, writeGitAttributes } from '../journal/state-folder.ts';
import { type ArchivePlan, planArchive } from './archive-plan.ts';
import { type WrittenLines, writeArchived } from './archived-lines.ts';
import { AsideFile } from './aside-file.ts';
import { type Manifest, manifestLine, manifestPath } from './manifest.ts';
import { beginsWith, sha256Of } from './prefix-of.ts';

/** A journal that lies in the history now. `dropped`: what of the original is not in it. */
export type InHistory = { readonly path: string; readonly manifest: Manifest; readonly dropped: number };

/** Launches that no line dates. */
const unknownMonth = 'unknown';
/** A journal that grows while it is read is read again; nobody writes so often into one that is over. */
const attemptLimit = 10;

/**
 * Gives an open journal its archived form in the history, with its manifest beside it. The same form made before (an
 * archive that was cut off, an older set of rules) is replaced; what was made of another journal is never written over.
 * Throws `not_archived`.
 */
export function intoHistory(project: Project, id: string, fd: number): InHistory {
  let target = join(project.historyFolder, `${id}.ndjson`);
  try {
    for (let attempt = 1; attempt <= attemptLimit; attempt += 1) {
      const original = { bytes: fstatSync(fd).size, sha256: '' };
      original.sha256 = sha256Of(fd, original.bytes);
      const plan = planArchive(fd, id);
      target = archivedPath(project, id, plan.month ?? unknownMonth);
      const refusal = refusalOf(plan);
      if (refusal !== null) throw notArchived(id, target, refusal);
      const made = attemptAt(project, { id, fd, target, plan, original });
      if (made !== null) return made;
    }
    throw notArchived(id, target, 'it is still written to');
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw notArchived(id, target, causes[error.code] ?? error.code, error);
  }
}

type Making = {
  readonly id: string;
  readonly fd: number;
  readonly target: string;
  readonly plan: ArchivePlan;
  readonly original: { readonly bytes: number; readonly sha256: string };
};

/** Null if the journal grew meanwhile. */
function attemptAt(project: Project, making: Making): InHistory | null {
  const { id, fd, target, plan, original } = making;
  const month = plan.month ?? unknownMonth;
  prepare(project, id, join(project.historyFolder, month));
  const aside = new AsideFile(project.runFolder);
  try {
    const written = writeArchived(fd, id, plan, original.sha256, (line) => aside.write(line));
    if (fstatSync(fd).size !== original.bytes) return null;
    refuseForeign(making, written);
    failpoint('archive.before-rename');
    aside.become(target);
    failpoint('archive.after-journal');
    const { sha256, bytes, events } = written;
    const manifest: Manifest = {
      process: id,
      month,
      original: { ...original, events: plan.events },
      archived: { sha256, bytes, events },
      v: 1,
    };
    writeManifest(project, id, manifestPath(target), manifest);
    failpoint('archive.after-manifest');
    return { path: target, manifest, dropped: plan.dropped };
  } finally {
    aside.close();
  }
}

function writeManifest(project: Project, id: string, path: string, manifest: Manifest): void {
  const aside = new AsideFile(project.runFolder);
  try {
    aside.write(manifestLine(manifest));
    aside.become(path);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw notArchived(id, path, causes[error.code] ?? error.code, error);
  } finally {
    aside.close();
  }
}

function refusalOf({ events, isArchived }: ArchivePlan): string | null {
  if (isArchived) return 'it is the archived form of a journal already';
  return events === 0 ? 'it holds no event' : null;
}

function prepare(project: Project, id: string, month: string): void {
  for (const folder of [project.stateFolder, project.runFolder, project.historyFolder, month]) {
    const problem = prepareFolder(folder, folder === project.stateFolder ? 'writes' : 'all');
    if (problem !== null) throw notArchived(id, problem.path, problem.cause);
  }
  // The history itself may be new: a month that is on disk in a folder that is not would go with the power.
  for (const folder of [project.stateFolder, project.historyFolder]) fsyncFolder(folder);
  writeGitAttributes(project);
}

/** What has the name already must be the same, or made of the same journal as it is or was once. */
function refuseForeign({ id, fd, target, original }: Making, written: WrittenLines): void {
  const manifest = manifestPath(target);
  if (lstatSync(manifest, { throwIfNoEntry: false })?.isFile() === false)
    throw notArchived(id, manifest, 'something else has that name already');
  const stats = lstatSync(target, { throwIfNoEntry: false });
  if (stats === undefined) return;
  if (!stats.isFile()) throw notArchived(id, target, 'something else has that name already');
  const isSame = withJournal(target, (there) => sha256Of(there, stats.size)) === written.sha256;
  const made = isSame ? original.sha256 : madeOf(target, id);
  if (made === null || !beginsWith(fd, original.bytes, made))
    throw notArchived(id, target, 'another file has that name already');
}

/** SHA-256 of the journal that an archived one says it was made of. */
function madeOf(path: string, id: string): string | null {
  let sha256: string | null = null;
  readJournal(path, id, {
    event: ({ known, event }) => {
      if (known && event.type === 'journal.archived') sha256 = event.data.sha256;
    },
    corrupt: () => {},
  });
  return sha256;
}

function notArchived(id: string, path: string, cause: string, error?: unknown): FailureError {
  return new FailureError({ code: 'not_archived', id, path, cause }, { cause: error });
}

const causes: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  EISDIR: 'it is a folder',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk is full',
  EIO: 'the disk cannot read or write it',
  EXDEV: 'it lies on another file system than run/',
};
