import { join } from 'node:path';
import type { Check, LaunchPlan } from './check.ts';
import { findOnPath } from './command-path.ts';
import { error, type Finding, shownPath, warning } from './command-words.ts';
import { resultsOf } from './findings.ts';
import { findGitFolder, firstLineOf, type GitFolder } from './git-folder.ts';
import { staleLock } from './git-lock.ts';
import { type GitOperation, gitOperations } from './git-operation.ts';
import { goneWorktrees } from './git-worktrees.ts';

export type GitStateOptions = {
  /** The work needs a clean tree on a branch: what else is only worth a word is an error then. */
  readonly cleanTree: boolean;
  readonly nowMs: () => number;
};

const statusLimitMs = 4000;
const namedFiles = 3;

/** Nothing is half-done in the repository of the working folder: no merge, no lock or work tree that was left behind. */
export function gitStateCheck(options: GitStateOptions): Check {
  return {
    name: 'git',
    run: async (plan, signal) => {
      const git = findGitFolder(plan.cwd);
      if (git === null) return resultsOf('git', [], 'no repository');
      const hasGit = (await findOnPath('git', plan.cwd, plan.env)) !== null;
      const found = [
        hasGit ? null : warning('git is not on the PATH, and the working folder is a repository', howToGetIt),
        ...gitOperations(git).map((operation) => unfinished(operation, options)),
        staleLock(git, options.nowMs()),
        goneWorktrees(git),
        ...(options.cleanTree ? [detached(git), hasGit ? await changed(plan, signal) : null] : []),
      ];
      const branch = branchOf(git);
      return resultsOf(
        'git',
        found.filter((finding) => finding !== null),
        branch === null ? 'no branch' : `on ${shownPath(branch)}`,
      );
    },
  };
}

const howToGetIt = 'install git, or add its folder to PATH';

function unfinished({ name, end }: GitOperation, { cleanTree }: GitStateOptions): Finding {
  const say = cleanTree ? error : warning;
  return say(`Something is half-done in the repository: ${name}`, `end it: ${end}`);
}

/** During a rebase or a bisect HEAD is off its branch, too; that is said already. */
function detached(git: GitFolder): Finding | null {
  if (branchOf(git) !== null || gitOperations(git).length > 0) return null;
  return error(
    'HEAD is on no branch (detached), and this work needs one',
    'git switch <branch>, or git switch -c <new branch>',
  );
}

function branchOf({ own }: GitFolder): string | null {
  return /^ref: refs\/heads\/(.+)$/.exec(firstLineOf(join(own, 'HEAD')) ?? '')?.[1] ?? null;
}

/** Tracked files only, as everywhere here: the project's own state folder may be untracked. */
async function changed({ cwd, env }: LaunchPlan, signal: AbortSignal): Promise<Finding | null> {
  const args = ['-c', 'core.fsmonitor=false', 'status', '--porcelain', '-z', '--untracked-files=no'];
  const { execa } = await import('execa');
  const { stdout, failed, stderr } = await execa('git', args, {
    cwd,
    env: { ...env, GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C' },
    extendEnv: false,
    reject: false,
    timeout: statusLimitMs,
    cancelSignal: signal,
    preferLocal: false,
    maxBuffer: 4 * 1024 * 1024,
    stdin: 'ignore',
  });
  if (failed) {
    const why = stderr === '' ? 'no answer' : (stderr.split('\n', 1)[0] ?? '');
    return warning(`git cannot tell whether the tree is clean: ${shownPath(why)}`, 'see git status');
  }
  const files = changedFiles(stdout);
  if (files.length === 0) return null;
  const named = files.slice(0, namedFiles).map(shownPath).join(', ');
  const more = files.length > namedFiles ? ` and ${files.length - namedFiles} more` : '';
  return error(
    `The tree is not clean, and this work needs it to be: ${named}${more}`,
    'git commit or git stash',
  );
}

/** `XY path`, and behind a rename or a copy the old path as an entry of its own. */
function changedFiles(stdout: string): string[] {
  const files: string[] = [];
  const entries = stdout.split('\0');
  for (let at = 0; at < entries.length; at += 1) {
    const entry = entries[at] ?? '';
    if (entry === '') continue;
    files.push(entry.slice(3));
    if (/^[RC]|^.[RC]/.test(entry)) at += 1;
  }
  return files;
}
