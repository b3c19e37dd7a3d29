import { createHash, randomBytes } from 'node:crypto';
import { renameSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Fold } from '../../projections/fold.ts';
import { debug } from '../base/debug.ts';
import { readRegularFile } from '../base/read-regular-file.ts';
import { isSystemError } from '../base/system-error.ts';
import type { FileIdentity } from './journal-reader.ts';
import type { Project } from './project-paths.ts';
import { isOurFolder, prepareFolder } from './state-folder.ts';

/** A fold as it stood at a byte of a journal: only saves work, may be deleted at any time. */
export type Checkpoint = {
  readonly id: string;
  readonly identity: FileIdentity;
  readonly nextOffset: number;
  /** Hash of all bytes before `nextOffset`: an edit there voids the checkpoint. */
  readonly prefix: string;
  readonly fold: Fold;
  readonly corruptLines: number;
};

/** Raised whenever a fold would come out differently: an older program's checkpoints are then worth nothing. */
const foldVersion = 6;
/** A fold holds one spec, one set of checks, 50 warnings: lines of 1 MiB at most, and there are few of them. */
const checkpointLimitBytes = 16 * 1024 * 1024;

/** Null if there is none, or it is from another version, cut, or not as it was written. */
export function readCheckpoint(project: Project, id: string): Checkpoint | null {
  try {
    const read = readRegularFile(fileOf(project, id), checkpointLimitBytes);
    if (read.outcome !== 'read') return null;
    const { text } = read;
    const end = text.indexOf('\n');
    const body = text.slice(end + 1);
    if (end === -1 || text.slice(0, end) !== seal(body)) return null;
    const value: unknown = JSON.parse(body);
    return isCheckpoint(value) && value.id === id ? value : null;
  } catch (error) {
    if (isSystemError(error) || error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Written aside and renamed, never behind a link; a folder that cannot be written to costs the saving, nothing else. */
export function writeCheckpoint(project: Project, checkpoint: Checkpoint): void {
  if (project.isOnlyRead === true || !isOurFolder(project.stateFolder)) return;
  if (prepareFolder(project.cacheFolder, 'all') !== null) return;
  const body = JSON.stringify(checkpoint);
  const path = fileOf(project, checkpoint.id);
  const aside = `${path}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    writeFileSync(aside, `${seal(body)}\n${body}`, { mode: 0o600 });
    renameSync(aside, path);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    debug('no checkpoint written', { path, code: error.code });
    removeAside(aside);
  }
}

/** Of a journal that is removed. */
export function removeCheckpoint(project: Project, id: string): void {
  removeAside(fileOf(project, id));
}

function removeAside(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if (!isSystemError(error)) throw error; // it never came to be, or the folder takes nothing any more
  }
}

function fileOf(project: Project, id: string): string {
  return join(project.cacheFolder, `${id}.json`);
}

/** Tells a damaged or foreign file from what this version wrote. No protection against its owner, who needs none. */
function seal(body: string): string {
  return `${foldVersion}.${createHash('sha256').update(body).digest('hex').slice(0, 32)}`;
}

/** The seal vouches for the shape below: nobody but `writeCheckpoint` makes one. */
function isCheckpoint(value: unknown): value is Checkpoint {
  return (
    typeof value === 'object' && value !== null && 'id' in value && 'fold' in value && 'nextOffset' in value
  );
}
