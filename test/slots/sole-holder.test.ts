import { cpSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { identityOf } from '../../src/process/identity.ts';
import { becomeSole, holderOf } from '../../src/slots/sole-holder.ts';
import { assert, suite } from '../rig/suite.ts';
import { temporaryFolder } from '../rig/temporary-folder.ts';

const test = suite('sole holder');
const own = identityOf(process.pid) ?? { pid: 0, startToken: '' };
const scratch = temporaryFolder('tapps-sole-');
test.after(() => rmSync(scratch, { recursive: true, force: true }));

let count = 0;
const newFolder = (): string => join(scratch, `${count++}`, 'watchers');

async function held(folder: string, identity = own) {
  const sole = await becomeSole(folder, identity, { mode: 'native' });
  if (!sole.held) throw new Error('not held');
  return sole;
}

test('the first holds, whoever comes later is told who', async () => {
  const folder = newFolder();
  assert.is(holderOf(folder), null);
  const sole = await held(folder);
  const second = await becomeSole(folder, own);
  assert.is(second.held, false);
  const holder = second.held ? null : second.holder;
  assert.equal(
    [holder?.pid, holder?.startToken, holder?.note],
    [own.pid, own.startToken, { mode: 'native' }],
  );
  assert.match(holder?.since ?? '', /^\d{4}-.*Z$/);
  assert.equal(holderOf(folder), holder);
  sole.release();
  assert.is(holderOf(folder), null);
  (await held(folder)).release();
});

test('what the holder tells is read by whoever asks', async () => {
  const folder = newFolder();
  const sole = await held(folder);
  const since = holderOf(folder)?.since;
  assert.ok(sole.tell({ mode: 'polling', idle: true }));
  assert.equal(holderOf(folder), { ...own, since: since ?? '', note: { mode: 'polling', idle: true } });
  sole.release();
});

test('a copy of the folder is held by nobody, and whoever holds the original goes on', async () => {
  const folder = newFolder();
  const sole = await held(folder);
  const copy = newFolder();
  cpSync(folder, copy, { recursive: true });
  assert.is(holderOf(copy), null);
  const other = await held(copy);
  assert.ok(sole.isHeld());
  assert.is(holderOf(folder)?.pid, own.pid);
  const moved = newFolder();
  mkdirSync(dirname(moved));
  renameSync(folder, moved);
  assert.is(holderOf(moved)?.pid, own.pid, 'a folder that was moved is the same');
  other.release();
  sole.release();
});

test('a dead holder holds nothing', async () => {
  const folder = newFolder();
  await held(folder, { ...own, startToken: own.startToken.replace(/:\d+$/, ':1') });
  assert.is(holderOf(folder), null);
  (await held(folder)).release();
});

test('a holder whose folder was deleted sees that it holds no more', async () => {
  const folder = newFolder();
  const sole = await held(folder);
  assert.ok(sole.isHeld());
  rmSync(folder, { recursive: true });
  assert.not(sole.isHeld());
  const next = await held(folder);
  sole.release();
  assert.not(sole.tell({}));
  assert.ok(next.isHeld());
  next.release();
});

test.run();
