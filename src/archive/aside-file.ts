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
import { makeFolder } from '../base/make-folder.ts';
import { hasCode } from '../base/system-error.ts';
import { fsyncFolder } from '../journal/journal-file.ts';

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

  constructor(folder: string) {
    makeFolder(folder, 0o700);
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

/** Removes what was left aside by somebody who was killed. */
export function removeAbandoned(folder: string, nowMs: number): void {
  for (const name of namesIn(folder)) {
    if (!name.startsWith(beginning) || !name.endsWith(ending)) continue;
    const path = join(folder, name);
    const writtenMs = lstatSync(path, { throwIfNoEntry: false })?.mtimeMs ?? nowMs;
    if (nowMs - writtenMs > abandonedMs) rmSync(path, { force: true });
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR', 'EACCES')) return [];
    throw error;
  }
}
