import {
  closeSync,
  constants,
  fsyncSync,
  lstatSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname } from 'node:path';
import { FailureError } from '../../schemas/failure.ts';
import { isInboxCursor } from '../../schemas/validate.ts';
import { assert } from '../base/assert.ts';
import { readRegularFile } from '../base/read-regular-file.ts';
import { hasCode, isSystemError } from '../base/system-error.ts';
import { fsyncFolder } from '../journal/journal-file.ts';
import { stateFolderName } from '../journal/project-paths.ts';
import { type Cursor, newCursor } from './cursor.ts';

/** A cursor as it was found; `damage` says why it had to begin anew. */
export type FoundCursor = { readonly cursor: Cursor; readonly damage: string | null };

/** A process takes some 50 bytes, a batch some 300 for each event. */
const cursorLimitBytes = 64 * 1024 * 1024;

/** Throws `not_writable` where the system does not let it be read: it may well be whole. */
export function readCursor(path: string): FoundCursor {
  try {
    const read = readRegularFile(path, cursorLimitBytes, 'refused');
    if (read.outcome === 'not_a_file') return anew('it is not a regular file');
    if (read.outcome === 'too_large') return anew('it is too large');
    const value: unknown = JSON.parse(read.text);
    return isInboxCursor(value) ? { cursor: value, damage: null } : anew('it holds something else');
  } catch (error) {
    if (error instanceof SyntaxError) return anew('it holds no JSON');
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return { cursor: newCursor, damage: null };
    if (hasCode(error, 'ELOOP')) return anew('it is a symbolic link');
    if (hasCode(error, 'ENXIO', 'EISDIR')) return anew('it is not a regular file');
    throw refused(path, error);
  }
}

/**
 * Written aside, made durable, renamed: whoever reads sees the old one or the new one. Only the one that holds the
 * consumer writes, so there is one name for the file aside, and what a crash left there is used up by the next.
 * `beforeRename` is a place to die at. Throws `not_writable`.
 */
export function writeCursor(path: string, cursor: Cursor, beforeRename: () => void = () => {}): void {
  assert(isInboxCursor(cursor), 'a cursor has its shape');
  const aside = `${path}.new`;
  try {
    rmSync(aside, { force: true });
    const isNew = lstatSync(path, { throwIfNoEntry: false }) === undefined;
    const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW } = constants;
    const fd = openSync(aside, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
    try {
      writeFileSync(fd, `${JSON.stringify(cursor)}\n`);
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    beforeRename();
    renameSync(aside, path);
    for (const folder of isNew ? foldersOf(path) : [dirname(path)]) fsyncFolder(folder);
  } catch (error) {
    throw refused(path, error);
  }
}

/** Up to the state folder: with the first cursor each of them may be new, and is a name that must not get lost either. */
function foldersOf(path: string): string[] {
  const folders = [dirname(path)];
  for (let folder = dirname(path); basename(folder) !== stateFolderName; folder = dirname(folder)) {
    if (dirname(folder) === folder) return [dirname(path)]; // it lies elsewhere
    folders.push(dirname(folder));
  }
  return folders;
}

function anew(damage: string): FoundCursor {
  return { cursor: newCursor, damage };
}

/** The one failure there is of what must be written down before anything is told. */
export function notWritable(path: string, cause: string, error?: unknown): FailureError {
  const message = `Cannot use ${path}: ${cause}`;
  const hint = 'check the disk and the mode of its folder; --peek shows without writing';
  return new FailureError({ code: 'not_writable', message, hint }, { cause: error });
}

function refused(path: string, error: unknown): unknown {
  return isSystemError(error) ? notWritable(path, error.code, error) : error;
}
