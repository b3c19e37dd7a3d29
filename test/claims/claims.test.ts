import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { claim } from '../../src/claims/claim.ts';
import { isOwed, mayBeOwed, owe, owedIds, settle } from '../../src/claims/due.ts';
import { hasUnread, keepUnread, takeUnread, type Unread } from '../../src/claims/unread.ts';
import { isUntold } from '../../src/claims/untold.ts';
import { identityOf } from '../../src/process/identity.ts';
import { emptyProject, givenId } from '../rig/given-journal.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('claims');

const notice = { id: givenId, kind: 'failed', episode: 0 };
const unread: Unread = { ...notice, kind: 'failed', title: 'Process Failed', line: '❌ Process failed' };

function self() {
  const identity = identityOf(process.pid);
  if (identity === null) throw new Error('no identity');
  return identity;
}

/** Somebody who lived, with the token of this boot. */
function someoneDead() {
  const { pid } = spawnSync(process.execPath, ['-e', '0']);
  return { pid, startToken: self().startToken.replace(/\d+$/, '1') };
}

test('who is owed a word is remembered until it is told', () => {
  const project = emptyProject();
  assert.not.ok(isOwed(project, givenId));
  owe(project, givenId);
  owe(project, givenId);
  owe(project, 'a0000000');
  assert.ok(isOwed(project, givenId));
  assert.equal(owedIds(project), ['a0000000', givenId]);
  settle(project, givenId);
  settle(project, givenId);
  assert.equal(owedIds(project), ['a0000000']);
});

test('a folder in which nothing can be made costs the notice, never the launch', () => {
  const project = emptyProject();
  writeFileSync(project.claimsFolder, '');
  owe(project, givenId);
  assert.not.ok(isOwed(project, givenId));
  assert.equal(owedIds(project), []);
  settle(project, givenId);
});

test('where nobody can see whether a word is owed it may be owed, and nothing is taken for untold', () => {
  const project = emptyProject();
  symlinkSync('claims', project.claimsFolder); // a link to itself: ELOOP
  assert.throws(() => isOwed(project, givenId));
  assert.ok(mayBeOwed(project, givenId));
  assert.ok(isUntold(project, givenId));
  assert.throws(() => settle(project, givenId));
  assert.equal(owedIds(project), [], 'whoever only looks on sees none');
});

test('a link in the place of what is owed is not followed', () => {
  const project = emptyProject();
  mkdirSync(project.claimsFolder);
  const target = join(project.stateFolder, 'target');
  symlinkSync(target, join(project.claimsFolder, `${givenId}.due`));
  owe(project, givenId);
  assert.not.ok(readdirSync(project.stateFolder).includes('target'));
});

test('a notice has one claim, and is free again once it is released', () => {
  const project = emptyProject();
  const first = claim(project, notice, self());
  assert.is(first?.isRepeat, false);
  assert.is(claim(project, notice, self()), null);
  assert.is(claim(project, { ...notice, kind: 'stalled', episode: 2 }, self())?.isRepeat, false);
  first?.release();
  assert.is(claim(project, notice, self())?.isRepeat, false);
});

test('the claim of somebody who died gives way at once, and makes a repeat', () => {
  const project = emptyProject();
  claim(project, notice, someoneDead());
  assert.is(claim(project, notice, self())?.isRepeat, true);
  assert.is(claim(project, notice, self()), null);
});

test('a claim that names nobody holds nothing', () => {
  for (const text of ['', '{', '{"pid":"x"}', '[]', 'null', `{"pid":1.5,"startToken":"a"}`]) {
    const project = emptyProject();
    mkdirSync(project.claimsFolder);
    writeFileSync(join(project.claimsFolder, `${givenId}.failed-0.claim`), text);
    assert.is(claim(project, notice, self())?.isRepeat, true, text);
  }
});

test('nothing is left of a claim but itself', () => {
  const project = emptyProject();
  claim(project, notice, someoneDead());
  const held = claim(project, notice, self());
  assert.equal(readdirSync(project.claimsFolder), [`${givenId}.failed-0.claim`]);
  held?.release();
  assert.equal(readdirSync(project.claimsFolder), []);
});

test('what could not be shown is taken once, whoever asks', () => {
  const project = emptyProject();
  assert.not.ok(hasUnread(project));
  keepUnread(project, unread);
  keepUnread(project, { ...unread, kind: 'stalled', episode: 1 });
  assert.ok(hasUnread(project));
  assert.equal(
    takeUnread(project).map(({ kind }) => kind),
    ['failed', 'stalled'],
  );
  assert.equal(takeUnread(project), []);
  assert.equal(readdirSync(project.claimsFolder), []);
});

test('an unread notice that is none is thrown away, and hides no other', () => {
  const project = emptyProject();
  keepUnread(project, unread);
  const broken = [
    '',
    '{',
    '{"id":"../../x"}',
    JSON.stringify({ ...unread, id: '../x' }),
    JSON.stringify({ ...unread, line: 3 }),
  ];
  for (const [index, text] of broken.entries())
    writeFileSync(join(project.claimsFolder, `a${index}.failed-0.unread`), text);
  mkdirSync(join(project.claimsFolder, 'folder.unread'));
  assert.equal(takeUnread(project), [unread]);
});

test.run();
