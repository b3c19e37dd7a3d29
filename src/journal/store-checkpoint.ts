import { join } from 'node:path';
import type { Fold } from '../../projections/fold.ts';
import type { FileIdentity } from './journal-reader.ts';
import type { Project } from './project-paths.ts';
import { readSealed, removeSealed, type SealedKind, writeSealed } from './sealed-file.ts';

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

/**
 * The version is raised whenever a fold would come out differently: an older program's checkpoints are then worth
 * nothing. A fold holds one spec, one set of checks, 50 warnings: lines of 1 MiB at most, and there are few of them.
 */
const kind: SealedKind = { version: 7, limitBytes: 16 * 1024 * 1024 };

/** Null if there is none, or it is from another version, cut, or not as it was written. */
export function readCheckpoint(project: Project, id: string): Checkpoint | null {
  const value = readSealed(fileOf(project, id), kind);
  return isCheckpoint(value) && value.id === id ? value : null;
}

export function writeCheckpoint(project: Project, checkpoint: Checkpoint): void {
  writeSealed(project, fileOf(project, checkpoint.id), checkpoint, kind);
}

/** Of a journal that is removed. */
export function removeCheckpoint(project: Project, id: string): void {
  removeSealed(fileOf(project, id));
}

function fileOf(project: Project, id: string): string {
  return join(project.cacheFolder, `${id}.json`);
}

/** The seal vouches for the shape below: nobody but `writeCheckpoint` makes one. */
function isCheckpoint(value: unknown): value is Checkpoint {
  return (
    typeof value === 'object' && value !== null && 'id' in value && 'fold' in value && 'nextOffset' in value
  );
}
