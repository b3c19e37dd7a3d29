import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { claim } from '../../src/claims/claim.ts';
import { keepUnread } from '../../src/claims/unread.ts';
import { identityOf } from '../../src/process/identity.ts';
import { slotFolder } from '../../src/slots/slot-folder.ts';
import { prepareSlots } from '../../src/slots/slot-prepare.ts';
import { readTickets, takeTicket } from '../../src/slots/tickets.ts';
import { emptyProject, givenId } from '../rig/given-journal.ts';
import { LivingJournal } from '../rig/living-journal.ts';
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

test.fault(
  69,
  'a ticket that cannot be written leaves no file, nor the folder that it was to come into',
  async () => {
    const project = emptyProject();
    const self = identityOf(process.pid);
    assert.ok(self);
    const owner = { id: givenId, ...self };
    mkdirSync(project.runFolder, { mode: 0o700 });
    await prepareSlots(project);
    const folder = slotFolder(project);
    whileNothingCanBeWritten(() => assert.throws(() => takeTicket(folder, owner), /EFBIG/));
    assert.equal(readdirSync(folder), []);
    assert.is(takeTicket(folder, owner), 1, 'and hinders nobody later');
  },
);

test.fault(69, 'a folder of tickets that cannot be filled does not stay behind', async () => {
  const project = emptyProject();
  mkdirSync(project.runFolder, { mode: 0o700 });
  new LivingJournal(project, givenId).abandon();
  limitFileSize('0');
  const refusal = await prepareSlots(project).then(
    () => 'none',
    (error) => String(error),
  );
  limitFileSize('unlimited');
  assert.match(refusal, 'EFBIG');
  assert.equal(readdirSync(project.runFolder), []);
  await prepareSlots(project);
  assert.equal(
    readTickets(slotFolder(project)).map(({ owner }) => owner.id),
    [givenId],
  );
});

test.run();
