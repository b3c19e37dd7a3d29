import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isSystemError } from '../base/system-error.ts';
import { type Finding, pastedPath, shownPath, warning } from './command-words.ts';
import type { GitFolder } from './git-folder.ts';

/** No git command holds the index for so long, except one that waits for its user's editor. */
const oldLockMs = 60 * 60 * 1000;
/** Processes that are looked at before a lock is believed to be left behind. */
const processLimit = 5000;

/** An `index.lock` that a git which is gone has left behind: every later commit fails for it. */
export function staleLock(git: GitFolder, nowMs: number, processes = '/proc'): Finding | null {
  const lock = join(git.own, 'index.lock');
  const sinceMs = modifiedMs(lock);
  if (sinceMs === null || nowMs - sinceMs < oldLockMs || gitIsAtWork(git, processes)) return null;
  const since = new Date(sinceMs).toISOString().slice(0, 16).replace('T', ' ');
  return warning(
    `git is locked here since ${since} UTC, and no git is running: ${shownPath(lock)}`,
    `rm ${pastedPath(lock)}`,
  );
}

/** Only asked for a lock that is old: some 10 µs a process. What cannot be looked at belongs to another user. */
function gitIsAtWork({ root, own }: GitFolder, processes: string): boolean {
  return entriesOf(processes)
    .filter((name) => /^\d+$/.test(name))
    .slice(0, processLimit)
    .some((pid) => {
      const name = read(() => readFileSync(join(processes, pid, 'comm'), 'utf8')) ?? '';
      if (!name.startsWith('git')) return false;
      const cwd = read(() => readlinkSync(join(processes, pid, 'cwd')));
      return cwd !== null && [root, own].some((folder) => cwd === folder || cwd.startsWith(`${folder}/`));
    });
}

function entriesOf(folder: string): string[] {
  return read(() => readdirSync(folder)) ?? [];
}

function modifiedMs(path: string): number | null {
  return read(() => statSync(path).mtimeMs);
}

/** Null for what is not there, or not ours to look at. */
function read<Value>(look: () => Value): Value | null {
  try {
    return look();
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return null;
  }
}
