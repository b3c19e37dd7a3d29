import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, readSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Fold } from '../../projections/fold.ts';
import { debug } from '../base/debug.ts';
import { isSystemError } from '../base/system-error.ts';
import type { FileIdentity } from './journal-reader.ts';
import type { Project } from './project-paths.ts';

/** A fold as it stood at a byte of a journal: only saves work, may be deleted at any time. */
export type Checkpoint = {
  readonly id: string;
  readonly identity: FileIdentity;
  readonly nextOffset: number;
  /** Hash of the bytes just before `nextOffset`: an edit there voids the checkpoint. */
  readonly tail: string;
  readonly fold: Fold;
  readonly corruptLines: number;
};

/** Raised whenever a fold would come out differently: an older program's checkpoints are then worth nothing. */
const foldVersion = 1;
const tailBytes = 4096;

/** Null if there is none, or it is from another version, cut, or not as it was written. */
export function readCheckpoint(project: Project, id: string): Checkpoint | null {
  try {
    const text = readFileSync(fileOf(project, id), 'utf8');
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

/** Written aside and renamed; a folder that cannot be written to costs the saving, nothing else. */
export function writeCheckpoint(project: Project, checkpoint: Checkpoint): void {
  const body = JSON.stringify(checkpoint);
  const path = fileOf(project, checkpoint.id);
  const aside = `${path}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    mkdirSync(project.cacheFolder, { recursive: true, mode: 0o700 });
    writeFileSync(aside, `${seal(body)}\n${body}`, { mode: 0o600 });
    renameSync(aside, path);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    debug('no checkpoint written', { path, code: error.code });
    rmSync(aside, { force: true });
  }
}

export function tailHash(fd: number, nextOffset: number): string {
  const from = Math.max(0, nextOffset - tailBytes);
  const bytes = Buffer.alloc(nextOffset - from);
  readSync(fd, bytes, 0, bytes.length, from);
  return createHash('sha256').update(bytes).digest('hex').slice(0, 32);
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
