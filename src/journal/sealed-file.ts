import { createHash, randomBytes } from 'node:crypto';
import { closeSync, openSync, renameSync, unlinkSync, writeFileSync } from 'node:fs';
import { debug } from '../base/debug.ts';
import { readRegularFile } from '../base/read-regular-file.ts';
import { isSystemError } from '../base/system-error.ts';
import type { Project } from './project-paths.ts';
import { isOurFolder, prepareFolder } from './state-folder.ts';

/** A file of the cache: what it must not be larger than, and which version of its content this program makes. */
export type SealedKind = { readonly version: number; readonly limitBytes: number };

/** The JSON value of a sealed file; undefined if there is none, or it is from another version, cut, or was changed. */
export function readSealed(path: string, { version, limitBytes }: SealedKind): unknown {
  try {
    const read = readRegularFile(path, limitBytes);
    if (read.outcome !== 'read') return undefined;
    const { text } = read;
    const end = text.indexOf('\n');
    const body = text.slice(end + 1);
    return end === -1 || text.slice(0, end) !== seal(body, version) ? undefined : JSON.parse(body);
  } catch (error) {
    if (isSystemError(error) || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Written aside and renamed, never behind a link; a folder that cannot be written to costs the saving, nothing else. */
export function writeSealed(project: Project, path: string, value: unknown, { version }: SealedKind): void {
  const body = JSON.stringify(value);
  writeCacheFile(project, path, [`${seal(body, version)}\n${body}`]);
}

/** As `writeSealed`, of pieces that are sealed by themselves. */
export function writeCacheFile(
  project: Project,
  path: string,
  pieces: readonly (string | Uint8Array)[],
): void {
  if (project.isOnlyRead === true || !isOurFolder(project.stateFolder)) return;
  if (prepareFolder(project.cacheFolder, 'all') !== null) return;
  const aside = `${path}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    const fd = openSync(aside, 'wx', 0o600);
    try {
      for (const piece of pieces) writeFileSync(fd, piece);
    } finally {
      closeSync(fd);
    }
    renameSync(aside, path);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    debug('nothing was written to the cache', { path, code: error.code });
    removeSealed(aside);
  }
}

export function removeSealed(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if (!isSystemError(error)) throw error; // it never came to be, or the folder takes nothing any more
  }
}

/** Tells a damaged or foreign file from what this version wrote. No protection against its owner, who needs none. */
export function seal(body: string | Uint8Array, version: number): string {
  return `${version}.${createHash('sha256').update(body).digest('hex').slice(0, 32)}`;
}
