import { accessSync, constants, lstatSync, type Stats, statSync } from 'node:fs';
import type { Problem } from '../../schemas/failure.ts';
import { isSystemError } from '../base/system-error.ts';
import { pastedPath, shownPath } from './command-words.ts';

/** `missing` lets the caller say what else could be meant. */
export type FileProblem = Problem & { readonly missing: boolean };

/** What keeps this file from being executed; null if nothing does. `subject` begins the sentence: `Command`. */
export function problemWithFile(path: string, subject: string): FileProblem | null {
  const shown = shownPath(path);
  try {
    const stats = statSync(path);
    if (stats.isDirectory())
      return unusable(`${subject} is a folder: ${shown}`, 'give the path of a program in it');
    if (!stats.isFile())
      return unusable(`${subject} is not a regular file: ${shown}`, 'give the path of a program');
    return isExecutable(path) ? null : notExecutable(path, subject, stats);
  } catch (thrown) {
    if (!isSystemError(thrown)) throw thrown;
    return unreachable(path, subject, thrown.code);
  }
}

export function isRegularFile(path: string): boolean {
  return quietly(() => statSync(path).isFile());
}

export function isExecutable(path: string): boolean {
  return quietly(() => {
    accessSync(path, constants.X_OK);
    return true;
  });
}

function notExecutable(path: string, subject: string, stats: Stats): FileProblem {
  // With every bit set, execution is denied by the file system as a whole.
  const isMountedSo = (stats.mode & 0o111) === 0o111;
  const hint = isMountedSo
    ? 'its file system is mounted noexec: copy it elsewhere'
    : `chmod +x ${pastedPath(path)}`;
  return unusable(`${subject} is not executable: ${shownPath(path)}`, hint);
}

function unreachable(path: string, subject: string, code: string): FileProblem {
  const shown = shownPath(path);
  if (code === 'ENOENT' && quietly(() => lstatSync(path).isSymbolicLink())) {
    return unusable(
      `${subject} is a broken link: ${shown}`,
      `see where it points: ls -l ${pastedPath(path)}`,
    );
  }
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return { message: `${subject} not found: ${shown}`, hint: 'install it, or give its path', missing: true };
  }
  if (code !== 'EACCES') return unusable(`${subject} cannot be used (${code}): ${shown}`, 'check the path');
  const hint = `see which folder above it denies access: namei -l ${pastedPath(path)}`;
  return unusable(`${subject} cannot be reached: ${shown}`, hint);
}

function unusable(message: string, hint: string): FileProblem {
  return { message, hint, missing: false };
}

function quietly(ask: () => boolean): boolean {
  try {
    return ask();
  } catch (thrown) {
    if (isSystemError(thrown)) return false;
    throw thrown;
  }
}
