import { type ChildProcess, spawn } from 'node:child_process';
import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Identity, identityOf, type ProcessRow, processTable } from '../../src/process/identity.ts';
import { presenceOf } from '../../src/process/presence.ts';
import { signal } from '../../src/process/signal.ts';
import { treeOf } from '../../src/process/tree.ts';
import { eventually } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';
import { temporaryFolder } from '../rig/temporary-folder.ts';

const test = suite('identity and signals');
const started: ChildProcess[] = [];
test.after(() => {
  for (const child of started) child.kill('SIGKILL');
});

/** What `signal` would have sent, with nothing sent. */
function sentBy(act: () => void): unknown[] {
  const sent: unknown[] = [];
  const { kill } = process;
  process.kill = (pid, name) => {
    sent.push([pid, name]);
    return true;
  };
  try {
    act();
  } finally {
    process.kill = kill;
  }
  return sent;
}

function start(command: string, args: readonly string[], options: { uid?: number } = {}): number {
  const child = spawn(command, args, { stdio: 'ignore', ...options });
  child.on('error', () => {});
  started.push(child);
  return child.pid ?? 0;
}

/** Of a process that must be there. */
function identified(pid: number): Identity {
  const identity = identityOf(pid);
  if (identity === null) throw new Error(`${pid} is gone`);
  return identity;
}

/** Once it is the program that was asked for, not the copy of ourselves that is about to become it. */
function rowOnce(pid: number, name: string): Promise<ProcessRow> {
  return eventually(() => processTable.list().find((row) => row.pid === pid && row.name === name) ?? null);
}

test('a process of ours with the right identity is signalled', async () => {
  const row = await rowOnce(start('sleep', ['300']), 'sleep');
  assert.equal(
    sentBy(() => assert.equal(signal(row, 'SIGTERM'), { outcome: 'sent' })),
    [[row.pid, 'SIGTERM']],
  );
});

test.fault(
  37,
  'the same number with another start time is somebody else: gone, and not signalled',
  async () => {
    const { pid, startToken } = await rowOnce(start('sleep', ['300']), 'sleep');
    const earlier = { pid, startToken: startToken.replace(/\d+$/, (ticks) => String(Number(ticks) - 1)) };
    assert.equal(
      sentBy(() => assert.equal(signal(earlier, 'SIGTERM'), { outcome: 'gone' })),
      [],
    );
    assert.is(presenceOf(earlier), 'dead');
  },
);

for (const pid of [0, 1, -1, 1.5, Number.NaN, 2 ** 53, -process.pid, process.pid, process.ppid]) {
  test.fault(
    39,
    `${pid === process.pid ? 'our own' : pid === process.ppid ? "our parent's" : pid === -process.pid ? "our group's" : pid} number is never signalled`,
    () => {
      const startToken =
        processTable.list().find((row) => row.pid === pid)?.startToken ?? identified(process.pid).startToken;
      const sent = sentBy(() => assert.is(signal({ pid, startToken }, 'SIGKILL').outcome === 'sent', false));
      assert.equal(sent, []);
    },
  );
}

test("another user's process is refused, whatever root could do", async () => {
  if (process.getuid?.() === 0) await rowOnce(start('/bin/sleep', ['300'], { uid: 65534 }), 'sleep');
  const own = process.getuid?.();
  const theirs = processTable.list().find(({ pid, uid }) => pid > 1 && uid !== null && uid !== own);
  assert.ok(theirs !== undefined, 'there is a process of another user');
  if (theirs === undefined) return;
  const sent = sentBy(() => {
    const told = signal(theirs, 'SIGKILL');
    assert.equal(told, { outcome: 'refused', cause: `${theirs.pid} belongs to another user` });
  });
  assert.equal(sent, []);
});

test.fault(40, 'a zombie counts as dead', async () => {
  const parent = start('sh', ['-c', 'sleep 0 & exec sleep 300']);
  const zombie = await eventually(() => {
    const [pid] = readFileSync(`/proc/${parent}/task/${parent}/children`, 'latin1').trim().split(' ');
    if (pid === undefined || pid === '') return null;
    return /\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'latin1')) ? Number(pid) : null;
  });
  assert.equal(processTable.sight(zombie), { seen: 'dead' });
  assert.is(
    processTable.list().some(({ pid }) => pid === zombie),
    false,
  );
});

test('a name that looks like the fields behind it confuses nobody', async () => {
  const name = 'x) R 1 1 1 (';
  const program = join(temporaryFolder('tapps-name-'), name);
  copyFileSync('/bin/sleep', program);
  const row = await rowOnce(start(program, ['300']), name);
  assert.is(row.parentPid, process.pid);
  assert.equal(identified(row.pid).startToken, row.startToken);
  assert.is(presenceOf(row), 'alive');
});

test('a token of another boot, or of another container, is unknown: neither alive nor dead', () => {
  const { pid, startToken } = identified(process.pid);
  const [system, boot, namespace, ticks] = startToken.split(':');
  for (const token of [
    `${system}:other:${namespace}:${ticks}`,
    `${system}:${boot}:1:${ticks}`,
    'nonsense',
    '',
  ]) {
    assert.is(presenceOf({ pid, startToken: token }), 'unknown', token);
    assert.is(presenceOf({ pid: 4_194_303, startToken: token }), 'unknown', token);
  }
  assert.is(presenceOf({ pid: 4_194_303, startToken }), 'dead');
});

test.fault(39, "the group of init, of ourselves or of our parent is never a command's", () => {
  for (const row of processTable.list().filter(({ pid }) => [1, process.pid, process.ppid].includes(pid))) {
    assert.equal(treeOf({ child: row, marker: 'of nobody', justExited: true }), []);
  }
});

test.fault(38, 'a group stays ours while a marked member is in it, and not without one', async () => {
  const marker = `test.${process.pid}`;
  const leader = spawn('sh', ['-c', 'sleep 300 & env -i sleep 300 & read _'], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    env: { ...process.env, TAPPS_RUN: marker },
  });
  const child = identified(leader.pid ?? 0);
  const names = () => treeOf({ child, marker }).map(({ name }) => name);
  await eventually(() => (names().filter((name) => name === 'sleep').length === 2 ? true : null));
  const members = treeOf({ child, marker }).filter(({ pid }) => pid !== child.pid);
  leader.stdin?.end();
  await new Promise((resolve) => leader.once('exit', resolve));
  assert.equal(
    treeOf({ child, marker }),
    members.map((row) => ({ ...row, parentPid: treeOf({ child, marker })[0]?.parentPid })),
  );
  const marked = members.filter(({ pid }) => processTable.variableOf(pid, 'TAPPS_RUN') === marker);
  assert.is(marked.length, 1);
  for (const row of marked) process.kill(row.pid, 'SIGKILL');
  await eventually(() => (marked.every((row) => presenceOf(row) === 'dead') ? true : null));
  assert.equal(treeOf({ child, marker }), []);
  assert.is(treeOf({ child, marker, justExited: true }).length, 1);
  assert.is(treeOf({ child, marker }, members).length, 1);
  for (const row of members) signal(row, 'SIGKILL');
});

test.run();
