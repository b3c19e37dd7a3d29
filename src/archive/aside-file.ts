import { randomBytes } from 'node:crypto';
import {
  closeSync,
  constants,
  fsyncSync,
  lstatSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { debug } from '../base/debug.ts';
import { isSystemError } from '../base/system-error.ts';
import { fsyncFolder } from '../journal/journal-file.ts';
import type { Project } from '../journal/project-paths.ts';
import { isOurFolder } from '../journal/state-folder.ts';

const flushBytes = 256 * 1024;
const beginning = 'archive-';
const ending = '.tmp';
/** Nobody writes for so long: whoever began this one died. */
const abandonedMs = 3_600_000;

/**
 * A file that is written aside, made durable and renamed, so that whoever reads sees all of it or none. It begins in a
 * folder that is never committed.
 */
export class AsideFile {
  readonly #path: string;
  readonly #fd: number;
  #lines: Buffer[] = [];
  #waitingBytes = 0;

  /** `folder` is one that `prepareFolder` found to be ours. */
  constructor(folder: string) {
    this.#path = join(folder, `${beginning}${randomBytes(8).toString('hex')}${ending}`);
    const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW } = constants;
    this.#fd = openSync(this.#path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
  }

  write(line: Buffer): void {
    this.#lines.push(line);
    this.#waitingBytes += line.length;
    if (this.#waitingBytes >= flushBytes) this.#flush();
  }

  /** It has its name, durably; whatever had it is gone. */
  become(path: string): void {
    this.#flush();
    fsyncSync(this.#fd);
    renameSync(this.#path, path);
    fsyncFolder(dirname(path));
  }

  /** Closes it; what has not become anything is removed. */
  close(): void {
    closeSync(this.#fd);
    rmSync(this.#path, { force: true });
  }

  #flush(): void {
    const bytes = Buffer.concat(this.#lines);
    this.#lines = [];
    this.#waitingBytes = 0;
    for (let from = 0; from < bytes.length; ) from += writeSync(this.#fd, bytes, from);
  }
}

/**
 * Removes what was left aside by somebody who was killed. Only regular files, and nothing behind a link: another's
 * folder is none of our business. What cannot be removed stops nobody.
 */
export function removeAbandoned(project: Project, nowMs: number): void {
  if (![project.stateFolder, project.runFolder].every(isOurFolder)) return;
  try {
    for (const name of readdirSync(project.runFolder))
      if (name.startsWith(beginning) && name.endsWith(ending))
        removeOld(join(project.runFolder, name), nowMs);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    debug('what was left aside cannot be listed', { code: error.code });
  }
}

function removeOld(path: string, nowMs: number): void {
  try {
    const stats = lstatSync(path);
    if (stats.isFile() && nowMs - stats.mtimeMs > abandonedMs) rmSync(path, { force: true });
  } catch (error) {
    if (!isSystemError(error)) throw error;
    debug('what was left aside cannot be removed', { path, code: error.code });
  }
}
