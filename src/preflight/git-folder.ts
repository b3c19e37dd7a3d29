import { lstatSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { isSystemError } from '../base/system-error.ts';

/** A repository as its files tell of it. */
export type GitFolder = {
  /** Where the work tree begins. */
  readonly root: string;
  /** What belongs to this work tree: HEAD, the index, an operation that is going on. */
  readonly own: string;
  /** What all work trees of the repository share. */
  readonly common: string;
};

/** No file of git that is read here is longer, by far. */
const textLimitChars = 4096;

/**
 * The repository that a folder is in; null outside of one. Found as git finds it, but without starting git, which
 * takes 2 to 10 ms, and the more the larger the tree is.
 */
export function findGitFolder(from: string): GitFolder | null {
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    const own = gitFolderAt(join(folder, '.git'));
    if (own !== null) return { root: folder, own, common: commonFolderOf(own) };
    if (dirname(folder) === folder) return null;
  }
}

/** The first line of a small file; null if it cannot be read. */
export function firstLineOf(file: string): string | null {
  try {
    const text = readFileSync(file, 'utf8').slice(0, textLimitChars);
    return text.split('\n', 1)[0] ?? text;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return null;
  }
}

export function exists(path: string): boolean {
  try {
    lstatSync(path);
    return true;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return false;
  }
}

/** `.git` is a folder, or in a work tree or a submodule a file that names one. A folder without HEAD is no repository. */
function gitFolderAt(path: string): string | null {
  const named = isFile(path) ? /^gitdir: (.+)$/.exec(firstLineOf(path) ?? '')?.[1] : undefined;
  const folder = named === undefined ? path : resolve(dirname(path), named);
  return exists(join(folder, 'HEAD')) ? folder : null;
}

function commonFolderOf(own: string): string {
  const named = firstLineOf(join(own, 'commondir'));
  return named === null ? own : resolve(own, named);
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return false;
  }
}
