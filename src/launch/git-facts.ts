import { execa } from 'execa';

/** Where the work tree stood at the launch. Null outside a repository or where git does not answer within a second. */
export type GitFacts = {
  readonly commit: string | null;
  readonly branch: string | null;
  readonly dirty: boolean;
};

/** One `git status` tells all three; it takes no lock and looks at tracked files only. */
export async function gitFactsOf(folder: string): Promise<GitFacts | null> {
  const { stdout, failed } = await execa(
    'git',
    ['status', '--porcelain=v2', '--branch', '--untracked-files=no'],
    {
      cwd: folder,
      env: { GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C' },
      reject: false,
      timeout: 1000,
      preferLocal: false,
      maxBuffer: 4 * 1024 * 1024,
      stdin: 'ignore',
    },
  );
  if (failed) return null;
  const lines = stdout.split('\n');
  const commit = valueBehind(lines, '# branch.oid ');
  const branch = valueBehind(lines, '# branch.head ');
  return {
    commit: commit === null || commit.startsWith('(') ? null : commit.slice(0, 64),
    branch: branch === null || branch.startsWith('(') ? null : branch.slice(0, 255),
    dirty: lines.some((line) => line !== '' && !line.startsWith('#')),
  };
}

function valueBehind(lines: readonly string[], prefix: string): string | null {
  return lines.find((line) => line.startsWith(prefix))?.slice(prefix.length) ?? null;
}
