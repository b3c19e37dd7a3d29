import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { findGitFolder } from '../preflight/git-folder.ts';

/** Where the work tree stood at the launch. Null outside a repository or where git does not answer within a second. */
export type GitFacts = {
  readonly commit: string | null;
  readonly branch: string | null;
  readonly dirty: boolean;
};

/**
 * One `git status` tells all three; it takes no lock and looks at tracked files only. Not through execa: loading it takes
 * three times as long as git does.
 */
export async function gitFactsOf(folder: string): Promise<GitFacts | null> {
  const stdout = await statusIn(folder);
  if (stdout === null) return null;
  const lines = stdout.split('\n');
  const commit = valueBehind(lines, '# branch.oid ');
  const branch = valueBehind(lines, '# branch.head ');
  return {
    commit: commit === null || commit.startsWith('(') ? null : commit.slice(0, 64),
    branch: branch === null || branch.startsWith('(') ? null : branch.slice(0, 255),
    dirty: lines.some((line) => line !== '' && !line.startsWith('#')),
  };
}

async function statusIn(folder: string): Promise<string | null> {
  // Outside of a repository git need not be asked; what its own variables name is found by git alone.
  if (process.env['GIT_DIR'] === undefined && findGitFolder(folder) === null) return null;
  const asked = promisify(execFile)('git', ['status', '--porcelain=v2', '--branch', '--untracked-files=no'], {
    cwd: folder,
    env: { ...process.env, GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C' },
    timeout: 1000,
    maxBuffer: 4 * 1024 * 1024,
  });
  asked.child.stdin?.end();
  return asked.then(
    ({ stdout }) => stdout.trimEnd(),
    () => null, // no git, no repository after all, no answer in time: nothing is known then
  );
}

function valueBehind(lines: readonly string[], prefix: string): string | null {
  return lines.find((line) => line.startsWith(prefix))?.slice(prefix.length) ?? null;
}
