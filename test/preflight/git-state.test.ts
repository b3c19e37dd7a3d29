import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CheckResult, LaunchPlan } from '../../src/preflight/check.ts';
import { gitStateCheck } from '../../src/preflight/git-state.ts';
import { assert, suite } from '../rig/suite.ts';
import { emptyPlace, findingsOf, givenFile, resultsOf } from './place-checks.ts';

const test = suite('git state');
const places: string[] = [];
test.after(() => {
  for (const folder of places) rmSync(folder, { recursive: true, force: true });
});

const quiet = {
  ...process.env,
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_EDITOR: 'true',
  ...{ GIT_AUTHOR_NAME: 'a', GIT_AUTHOR_EMAIL: 'a@b', GIT_COMMITTER_NAME: 'a', GIT_COMMITTER_EMAIL: 'a@b' },
};

function place(): LaunchPlan {
  const plan = emptyPlace();
  places.push(plan.projectRoot);
  return plan;
}

/** git, which may end as it likes: a merge with a conflict ends with 1. */
function git({ cwd }: LaunchPlan, line: string): void {
  const { error } = spawnSync('git', line.split(' '), { cwd, env: quiet, stdio: 'ignore', timeout: 20_000 });
  if (error !== undefined) throw error;
}

/** A repository with the branches main and other, which say different things in the same line. */
function repository(): LaunchPlan {
  const plan = place();
  const write = (text: string) => writeFileSync(join(plan.cwd, 'file'), text);
  git(plan, 'init -q -b main');
  for (const [branch, text] of [
    ['main', 'one\n'],
    ['other', 'two\n'],
  ] as const) {
    if (branch === 'other') git(plan, 'checkout -q -b other');
    write(text);
    git(plan, 'add file');
    git(plan, `commit -q -m ${branch}`);
  }
  git(plan, 'checkout -q main');
  write('three\n');
  git(plan, 'commit -q -a -m three');
  return plan;
}

const check = (cleanTree = false, nowMs = Date.now()) => gitStateCheck({ cleanTree, nowMs: () => nowMs });
const warnings = (plan: LaunchPlan) => findingsOf(check(), plan);

test('outside of a repository, and in one where nothing is half-done, all is well', async () => {
  const well = (message: string): CheckResult[] => [
    { name: 'git', ok: true, severity: 'error', message, hint: '' },
  ];
  const outside = place();
  assert.equal(await resultsOf(check(true), outside), well('no repository'));
  const inside = repository();
  mkdirSync(join(inside.cwd, 'deep', 'below'), { recursive: true });
  const plan = { ...inside, cwd: join(inside.cwd, 'deep', 'below') };
  assert.equal(await resultsOf(check(), plan), well('on main'));
  assert.equal(await resultsOf(check(true), plan), well('on main'));
});

test('a folder named .git that is no repository is none', async () => {
  const plan = place();
  mkdirSync(join(plan.cwd, '.git'));
  assert.is((await resultsOf(check(), plan))[0]?.message, 'no repository');
});

const operations = [
  { line: 'merge other', name: 'merge', end: 'git merge --continue or git merge --abort' },
  { line: 'rebase other', name: 'rebase', end: 'git rebase --continue or git rebase --abort' },
  { line: 'rebase --apply other', name: 'rebase', end: 'git rebase --continue or git rebase --abort' },
  {
    line: 'cherry-pick other',
    name: 'cherry-pick',
    end: 'git cherry-pick --continue or git cherry-pick --abort',
  },
  { line: 'revert HEAD~1', name: 'revert', end: 'git revert --continue or git revert --abort' },
  { line: 'bisect start', name: 'bisect', end: 'git bisect reset' },
];

for (const { line, name, end } of operations) {
  test(`a ${name} that is not over (git ${line}) is a warning with what ends it, and an error where the tree must be clean`, async () => {
    const plan = repository();
    git(plan, line);
    const finding = { message: `Something is half-done in the repository: ${name}`, hint: `end it: ${end}` };
    assert.equal(await warnings(plan), [{ severity: 'warning', ...finding }]);
    const [strict, ...others] = await findingsOf(check(true), plan);
    assert.equal(strict, { severity: 'error', ...finding });
    // A rebase takes HEAD off its branch; what ends the rebase puts it back.
    assert.not.match(JSON.stringify(others), 'detached');
    git(plan, line.startsWith('bisect') ? 'bisect reset' : `${name} --abort`);
    assert.equal(await warnings(plan), []);
  });
}

test('a work tree has its own state, found through its .git file', async () => {
  const plan = repository();
  git(plan, 'worktree add -q tree other');
  const tree = { ...plan, cwd: join(plan.cwd, 'tree') };
  git(tree, 'merge main');
  assert.match((await warnings(tree))[0]?.message ?? '', 'merge');
  assert.equal(await warnings(plan), []);
});

test('a detached HEAD is a matter only where the tree must be clean', async () => {
  const plan = repository();
  git(plan, 'checkout -q --detach');
  assert.equal(await warnings(plan), []);
  const [finding, ...others] = await findingsOf(check(true), plan);
  assert.equal(others, []);
  assert.is(finding?.severity, 'error');
  assert.is(finding?.message, 'HEAD is on no branch (detached), and this work needs one');
});

test('changes are a matter only where the tree must be clean; files that git does not track never are', async () => {
  const plan = repository();
  git(plan, 'mv file moved');
  for (const name of ['a b', 'c', 'd\u001b[31m']) givenFile(join(plan.cwd, name));
  git(plan, 'add .');
  givenFile(join(plan.cwd, 'untracked'));
  assert.equal(await warnings(plan), []);
  assert.equal(await findingsOf(check(true), plan), [
    {
      severity: 'error',
      message: 'The tree is not clean, and this work needs it to be: a b, c, d\\x1b[31m and 1 more',
      hint: 'git commit or git stash',
    },
  ]);
});

test('no program that the repository names is started to look at it', async () => {
  const plan = repository();
  const spy = givenFile(join(plan.cwd, '.git', 'spy'), `#!/bin/sh\ntouch ${join(plan.cwd, 'spied')}\n`);
  chmodSync(spy, 0o755);
  git(plan, `config core.fsmonitor ${spy}`);
  await findingsOf(check(true), plan);
  assert.is(existsSync(join(plan.cwd, 'spied')), false);
});

test('without git on the PATH a repository is worth a warning, any other folder is not', async () => {
  const env = { PATH: '/nowhere' };
  const [finding, ...others] = await findingsOf(check(true), { ...repository(), env });
  assert.equal(others, []);
  assert.is(finding?.severity, 'warning');
  assert.is(finding?.message, 'git is not on the PATH, and the working folder is a repository');
  assert.equal(await findingsOf(check(true), { ...place(), env }), []);
});

test('a lock that was left behind an hour ago is a warning with what removes it; a younger one may be in use', async () => {
  const plan = repository();
  const lock = givenFile(join(plan.cwd, '.git', 'index.lock'));
  const since = Date.UTC(2026, 0, 1, 12);
  utimesSync(lock, since / 1000, since / 1000);
  const hour = 60 * 60 * 1000;
  assert.equal(await findingsOf(check(false, since + hour - 1), plan), []);
  assert.equal(await findingsOf(check(false, since + hour), plan), [
    {
      severity: 'warning',
      message: `git is locked here since 2026-01-01 12:00 UTC, and no git is running: ${lock}`,
      hint: `rm ${lock}`,
    },
  ]);
});

test('work trees whose folders are gone are named; those that are locked or there are not', async () => {
  const plan = repository();
  for (const name of ['here', 'gone', 'away']) git(plan, `worktree add -q ${name} -b ${name}`);
  git(plan, 'worktree lock away');
  assert.equal(await warnings(plan), []);
  for (const name of ['gone', 'away']) rmSync(join(plan.cwd, name), { recursive: true });
  assert.equal(await warnings(plan), [
    {
      severity: 'warning',
      message: 'A work tree of git is gone from the disk: gone',
      hint: `git -C ${plan.cwd} worktree prune`,
    },
  ]);
  git(plan, 'worktree prune');
  assert.equal(await warnings(plan), []);
});

test.run();
