import { spawn } from 'node:child_process';
import { appendFileSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Identity, identityOf } from '../../src/process/identity.ts';
import { livingTickets, ownerLives } from '../../src/slots/living-tickets.ts';
import { dropTicket, readTickets, rewriteTicket, takeTicket } from '../../src/slots/tickets.ts';
import { assert, suite } from '../rig/suite.ts';
import { temporaryFolder } from '../rig/temporary-folder.ts';

const test = suite('tickets');
const own = identityOf(process.pid) ?? { pid: 0, startToken: '' };
const dead: Identity = { ...own, startToken: own.startToken.replace(/:\d+$/, ':1') };

let folder = '';
test.beforeEach(() => {
  folder = temporaryFolder('tapps-tickets-');
});
test.afterEach(() => rmSync(folder, { recursive: true, force: true }));

const take = (id: string, owner: Identity = own): number => takeTicket(folder, { id, ...owner });
const standing = (): [number, string][] => readTickets(folder).map(({ number, owner }) => [number, owner.id]);
const living = () => livingTickets(folder, (ticket) => ownerLives(folder, ticket));
const names = (): string[] => readdirSync(folder).sort();

test('each ticket is higher than all before it, and says whose it is', () => {
  assert.equal([take('a'), take('b'), take('c')], [1, 2, 3]);
  assert.equal(standing(), [
    [1, 'a'],
    [2, 'b'],
    [3, 'c'],
  ]);
  assert.equal(names(), ['1', '2', '3']);
});

test('a number that was given back is not given out again', () => {
  take('a');
  dropTicket(folder, take('b'), 'b');
  assert.equal(standing(), [[1, 'a']]);
  assert.is(take('c'), 3);
  dropTicket(folder, 1, 'a');
  dropTicket(folder, 3, 'c');
  assert.is(take('d'), 4);
});

test('whoever looks takes away what the dead left, and nothing of the living', async () => {
  take('a', dead);
  take('b');
  take('c', dead);
  assert.equal(
    (await living()).map(({ owner }) => owner.id),
    ['b'],
  );
  assert.equal(names(), ['2', '3']);
  take('d');
  await living();
  assert.equal(names(), ['2', '4']);
});

test('a ticket changes hands without a moment in which it is nobody’s', async () => {
  const child = spawn('sleep', ['60'], { stdio: 'ignore' });
  const heir = identityOf(child.pid ?? 0);
  assert.ok(heir !== null);
  const number = take('a', dead);
  assert.ok(rewriteTicket(folder, number, 'a', { owner: { id: 'a', ...heir }, settled: true }));
  assert.equal(
    (await living()).map(({ owner, settled }) => [owner.pid, settled]),
    [[child.pid, true]],
  );
  child.kill('SIGKILL');
  await new Promise((resolve) => child.once('exit', resolve));
  assert.equal(await living(), []);
});

test('an owner that changes while its death is looked at keeps its ticket', async () => {
  const number = take('a', dead);
  const found = await livingTickets(folder, (ticket) => {
    if (ticket.owner.startToken === own.startToken) return true;
    rewriteTicket(folder, number, 'a', { owner: { id: 'a', ...own } });
    return false;
  });
  assert.is(found.length, 1);
});

test('a torn last line is ignored: the owner before it counts, and the next one is read', () => {
  const number = take('a');
  appendFileSync(join(folder, `${number}`), '{"id":"a","pid":');
  assert.is(readTickets(folder)[0]?.owner.pid, own.pid);
  rewriteTicket(folder, number, 'a', { note: { mode: 'polling' } });
  assert.equal(readTickets(folder)[0]?.note, { mode: 'polling' });
});

test('another’s ticket is neither rewritten nor dropped', () => {
  const number = take('a');
  assert.not(rewriteTicket(folder, number, 'b', { settled: true }));
  dropTicket(folder, number, 'b');
  assert.not(rewriteTicket(folder, number + 1, 'a', { settled: true }));
  dropTicket(folder, number + 1, 'a');
  assert.equal(standing(), [[number, 'a']]);
});

test('damaged and foreign files are nobody’s ticket and in nobody’s way', async () => {
  take('a');
  const foreign: Record<string, string> = {
    'README.md': 'x',
    '0': '{}',
    '007': '{}',
    '-3': '',
    '1.5': '',
    '99999999999999999999': '',
    '2': 'not json\n',
    '3': '[1]\n{"id":"x","pid":-1,"startToken":"t"}\n{"id":7}\nnull\n',
    '4': '\0'.repeat(4096),
    '5': `{"id":"${'x'.repeat(70_000)}"}\n`,
    '.0123456789abcdef': 'half',
  };
  for (const [name, text] of Object.entries(foreign)) writeFileSync(join(folder, name), text);
  symlinkSync('/dev/zero', join(folder, '6'));
  mkdirSync(join(folder, '7'));
  assert.is(take('b'), 8);
  assert.equal(
    (await living()).map(({ owner }) => owner.id),
    ['a', 'b'],
  );
});

test('a folder that was deleted is no error for those who stood in it', async () => {
  const number = take('a');
  rmSync(folder, { recursive: true });
  assert.equal(readTickets(folder), []);
  assert.equal(await living(), []);
  assert.not(rewriteTicket(folder, number, 'a', { settled: true }));
  dropTicket(folder, number, 'a');
});

test.run();
