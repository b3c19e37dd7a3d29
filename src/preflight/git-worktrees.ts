import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isSystemError } from '../base/system-error.ts';
import { type Finding, pastedPath, shownPath, warning } from './command-words.ts';
import { exists, firstLineOf, type GitFolder } from './git-folder.ts';

const lookedAtLimit = 1000;
const namedLimit = 5;

/** Work trees that git still counts although their folders are gone: their branches cannot be checked out again. */
export function goneWorktrees({ root, common }: GitFolder): Finding | null {
  const kept = join(common, 'worktrees');
  const gone = namesIn(kept).filter((name) => isGone(join(kept, name)));
  if (gone.length === 0) return null;
  const named = gone.slice(0, namedLimit).map(shownPath).join(', ');
  const more = gone.length > namedLimit ? ` and ${gone.length - namedLimit} more` : '';
  const what = gone.length === 1 ? 'A work tree of git is' : `${gone.length} work trees of git are`;
  return warning(`${what} gone from the disk: ${named}${more}`, `git -C ${pastedPath(root)} worktree prune`);
}

/** One that is locked may lie on a disk that is not plugged in; git leaves it alone as well. */
function isGone(entry: string): boolean {
  const pointer = firstLineOf(join(entry, 'gitdir'));
  return pointer !== null && !exists(join(entry, 'locked')) && !exists(resolve(entry, pointer));
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort().slice(0, lookedAtLimit);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return [];
  }
}
