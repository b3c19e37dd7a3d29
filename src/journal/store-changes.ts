import { statSync } from 'node:fs';
import { join } from 'node:path';
import { isSystemError } from '../base/system-error.ts';
import type { Project } from './project-paths.ts';
import { readSealed, type SealedKind, writeSealed } from './sealed-file.ts';
import type { EndedRow } from './store-ended.ts';
import type { Spot } from './store-names.ts';
import { type Stamps, stepLimitMs } from './store-stamps.ts';

/** What came after the index of what ended, in a small file beside it. */
export type Changes = {
  /** The seal of the index. */
  readonly index: string;
  /** Keys of rows whose journals are gone. */
  readonly gone: readonly string[];
  readonly fresh: readonly EndedRow[];
  /** What has not ended, or cannot be read: it is looked at each time. */
  readonly open: readonly Spot[];
};

/** When the names were read: as the folders were, and so long before this was written, on a clock that nobody sets. */
export type NamesRead = { readonly stamps: string | null; readonly agoMs: number };

const kind: SealedKind = { version: 1, limitBytes: 64 * 1024 * 1024 };

export type WrittenChanges = Changes & NamesRead & { readonly writtenMs: number };

/** What was written down, if it belongs to this index. */
export function readChanges(project: Project, index: string): WrittenChanges | null {
  // Looked at before it is read: what is read may be newer than that, and never older.
  const writtenMs = writtenAt(fileOf(project));
  const value = writtenMs === null ? null : readSealed(fileOf(project), kind);
  return isChanges(value) && value.index === index && writtenMs !== null ? { ...value, writtenMs } : null;
}

export function writeChanges(project: Project, changes: Changes & NamesRead): void {
  writeSealed(project, fileOf(project), changes, kind);
}

/**
 * The folders are as they were when their names were read, and had been so for a while: nobody has put anything in
 * since. Both moments are of the file system's own clock, which may be another machine's; this one's is not asked.
 */
export function namesHold({ stamps, agoMs, writtenMs }: WrittenChanges, now: Stamps): boolean {
  return stamps !== null && stamps === now.text && writtenMs - agoMs - now.changedMs >= stepLimitMs;
}

/** The earlier of two times, one of which nobody can set. */
function writtenAt(path: string): number | null {
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    return stats === undefined ? null : Math.min(stats.mtimeMs, stats.ctimeMs);
  } catch (error) {
    if (isSystemError(error)) return null;
    throw error;
  }
}

/** No process can have this for the name of its checkpoint. */
function fileOf(project: Project): string {
  return join(project.cacheFolder, 'ended.changes');
}

/** The seal vouches for the shape: nobody but `writeChanges` makes one. */
function isChanges(value: unknown): value is Changes & NamesRead {
  return typeof value === 'object' && value !== null && 'index' in value && 'open' in value;
}
