import { readFileSync } from 'node:fs';
import { processTable } from '../../src/process/identity.ts';
import { hasMoved, type TreeWork, workOf } from '../../src/process/tree-work.ts';
import { eventually } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('what a tree does');

const before: TreeWork = { members: '7 a\n8 b', cpuMs: 1000, ioBytes: 5000 };
const after = (change: Partial<TreeWork>, passedMs = 30_000): boolean =>
  hasMoved(before, { ...before, ...change }, passedMs);

test('one byte read or written is movement, and so is a member that came or went', () => {
  assert.ok(after({ ioBytes: 5001 }));
  assert.ok(after({ members: '7 a' }));
  assert.ok(after({ members: '7 a\n9 c' }));
  assert.not.ok(after({}));
});

test('processor time that a timer takes is none; more than that is', () => {
  assert.not.ok(after({ cpuMs: 1060 }));
  assert.ok(after({ cpuMs: 1080 }));
  assert.not.ok(after({ cpuMs: 1010 }, 1000), 'a clock tick');
  assert.ok(after({ cpuMs: 1020 }, 1000));
});

test('the counters of a process grow with what it does', async () => {
  const own = processTable.list().filter(({ pid }) => pid === process.pid);
  const first = workOf(own);
  assert.ok(first !== null);
  await eventually(() => {
    for (let i = 0; i < 200; i += 1) readFileSync('/proc/self/status');
    const next = workOf(own);
    return next !== null && next.cpuMs >= first.cpuMs + 30 && next.ioBytes > first.ioBytes ? true : null;
  });
});

test('a process that is gone has done nothing, and is no trouble', () => {
  const gone = { pid: 2 ** 22 + 1, parentPid: 1, groupId: 1, startToken: 'x', uid: null, name: 'gone' };
  const work = workOf([gone]);
  assert.equal([work?.cpuMs, work?.ioBytes], [0, 0]);
});

test.run();
