import { mkdirSync, rmSync, symlinkSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { staleLock } from '../../src/preflight/git-lock.ts';
import { assert, suite } from '../rig/suite.ts';
import { temporaryFolder } from '../rig/temporary-folder.ts';
import { givenFile } from './place-checks.ts';

const test = suite('git lock');
const world = temporaryFolder('git-lock-');
test.after(() => rmSync(world, { recursive: true, force: true }));

const root = join(world, 'project');
const own = join(root, '.git');
const git = { root, own, common: own };
const dayMs = 24 * 60 * 60 * 1000;

/** A machine on which one program runs in one folder. */
function machine(name: string, program: string, cwd: string): string {
  const processes = join(world, name);
  givenFile(join(processes, '4711', 'comm'), `${program}\n`);
  mkdirSync(cwd, { recursive: true });
  symlinkSync(cwd, join(processes, '4711', 'cwd'));
  givenFile(join(processes, 'uptime'), '1 1\n');
  return processes;
}

test('a git that is at work in the tree holds its lock, however old that is', () => {
  const lock = givenFile(join(own, 'index.lock'));
  utimesSync(lock, 1000, 1000);
  const found = (name: string, program: string, cwd: string) =>
    staleLock(git, 1_000_000 + dayMs, machine(name, program, cwd)) !== null;
  assert.is(found('in-root', 'git', root), false);
  assert.is(found('below', 'git-commit', join(root, 'src')), false);
  assert.is(found('beside', 'git', `${root}-2`), true);
  assert.is(found('other', 'vim', root), true);
});

test('where processes cannot be looked at, an old lock is told of', () => {
  assert.is(staleLock(git, 1_000_000 + dayMs, join(world, 'nowhere')) === null, false);
});

test.run();
