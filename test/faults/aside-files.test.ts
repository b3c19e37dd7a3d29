import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { claim } from '../../src/claims/claim.ts';
import { keepUnread } from '../../src/claims/unread.ts';
import { identityOf } from '../../src/process/identity.ts';
import { emptyProject, givenId } from '../rig/given-journal.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('files that are written aside');

/** As on a full disk: a file can be made, and nothing can be written into it. */
function whileNothingCanBeWritten(act: () => void): void {
  limitFileSize('0');
  try {
    act();
  } finally {
    limitFileSize('unlimited');
  }
}

function limitFileSize(soft: string): void {
  const limit = `--fsize=${soft}:unlimited`;
  const { status, stderr } = spawnSync('prlimit', [`--pid=${process.pid}`, limit], { encoding: 'utf8' });
  assert.is(status, 0, stderr);
}

test.fault(69, 'a claim that cannot be written leaves no file', () => {
  const project = emptyProject();
  const self = identityOf(process.pid);
  assert.ok(self);
  const notice = { id: givenId, kind: 'failed', episode: 0 } as const;
  whileNothingCanBeWritten(() => assert.throws(() => claim(project, notice, self), /EFBIG/));
  assert.equal(readdirSync(project.claimsFolder), []);
  assert.is(claim(project, notice, self)?.isRepeat, false, 'and hinders nobody later');
});

test.fault(69, 'a notice that cannot be kept for the next command leaves no file', () => {
  const project = emptyProject();
  const unread = { id: givenId, kind: 'failed', episode: 0, title: 'Failed', line: 'it failed' } as const;
  whileNothingCanBeWritten(() => assert.throws(() => keepUnread(project, unread), /EFBIG/));
  assert.equal(readdirSync(project.claimsFolder), []);
});

test.run();
