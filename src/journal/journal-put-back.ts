import { closeSync, fsyncSync, readSync, unlinkSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { FailureError } from '../../schemas/failure.ts';
import { createJournalFile, openJournalForAppend } from './journal-file.ts';
import { awaitStillFolder } from './still-folder.ts';

/** What lies at a journal's path now that the file which was open has lost its name there. */
export type Successor = { readonly fd: number; readonly putBack: number };

/**
 * Opens the file that took a journal's place (an editor's save, `git stash` and back). For a keeper it is made again
 * where it was removed, and the lines that only the old one has are put back. Throws `append_failed` where there is
 * nothing to go on with, and what the system refuses.
 */
export function successorOf(path: string, oldFd: number, isKeeper: boolean): Successor {
  for (;;) {
    const there = openedIfThere(path);
    if (there !== null) return { fd: there, putBack: isKeeper ? putBackOrClose(path, there, oldFd) : 0 };
    const made = isKeeper ? createdIfItStays(path) : 'removed';
    if (made === 'removed') throw new FailureError({ code: 'append_failed', path, cause: 'it was removed' });
    if (made !== null) return { fd: made, putBack: putBackOrRemove(path, made, oldFd) };
  }
}

/** Appends the lines of `lost` that the file does not have. How many these were. Throws `append_failed`. */
export function putBack(path: string, fd: number, lost: Buffer): number {
  const there = wholeOf(fd);
  const known = new Set(linesOf(there));
  const whole = lost.subarray(0, lost.lastIndexOf(0x0a) + 1);
  const missing = linesOf(whole).filter((line) => !known.has(line));
  if (missing.length === 0) return 0;
  const torn = there.length === 0 || there[there.length - 1] === 0x0a ? '' : '\n';
  const bytes = Buffer.from(`${torn}${missing.join('\n')}\n`, 'latin1');
  if (writeSync(fd, bytes) < bytes.length) {
    throw new FailureError({ code: 'append_failed', path, cause: 'the disk took only a part of it' });
  }
  fsyncSync(fd);
  return missing.length;
}

function putBackOrClose(path: string, fd: number, oldFd: number): number {
  try {
    return putBack(path, fd, wholeOf(oldFd));
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

/** A half of it would look like damage, so it is all or nothing. */
function putBackOrRemove(path: string, fd: number, oldFd: number): number {
  try {
    return putBackOrClose(path, fd, oldFd);
  } catch (error) {
    unlinkSync(path);
    throw error;
  }
}

function openedIfThere(path: string): number | null {
  return unlessMissing(() => openJournalForAppend(path), null);
}

/** Whoever removes the whole project takes this file first, and its folder when nothing is left in it. */
function createdIfItStays(path: string): number | null | 'removed' {
  awaitStillFolder(dirname(path));
  return unlessMissing(() => createJournalFile(path), 'removed');
}

function unlessMissing<Result, Otherwise>(open: () => Result, otherwise: Otherwise): Result | Otherwise {
  try {
    return open();
  } catch (error) {
    if (!(error instanceof FailureError) || error.failure.code !== 'journal_unusable') throw error;
    const { path, cause } = error.failure;
    if (cause === 'it does not exist') return otherwise;
    throw new FailureError({ code: 'append_failed', path, cause }); // for whoever tries again until it can be written
  }
}

function linesOf(bytes: Buffer): string[] {
  return bytes
    .toString('latin1')
    .split('\n')
    .filter((line) => line !== '');
}

/** Not `readFileSync`: that reads from where the descriptor stands, and this one appends. */
export function wholeOf(fd: number): Buffer {
  const chunks: Buffer[] = [];
  for (let at = 0; ; ) {
    const chunk = Buffer.allocUnsafe(256 * 1024);
    const count = readSync(fd, chunk, 0, chunk.length, at);
    if (count === 0) return Buffer.concat(chunks);
    chunks.push(chunk.subarray(0, count));
    at += count;
  }
}
