// timeout: 180s
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DataOf, EventType } from '../../schemas/event.ts';
import { projectAt } from '../../src/journal/project-paths.ts';
import { observe } from '../../src/observe/observe.ts';
import { processesOf } from '../faults/processes-of.ts';
import { eventually, isAlive, TestProject } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('attempts');
const project = new TestProject();
test.after(() => project.end());

const soon = ['--retry-delay', '50ms'];
const never = ['--retry-delay', '10m'];
/** Counts its attempts in a file, and is given the number as $n. */
const counted = (file: string, script: string): string[] => [
  'sh',
  '-c',
  `echo x >> ${file}; n=$(wc -l < ${file}); echo "attempt $n"; ${script}`,
];

async function ran(
  command: readonly string[],
  options: readonly string[],
): Promise<{ code: number; id: string }> {
  const args = ['bg', 'run', '--quiet', '--wait', ...options, '--', ...command];
  const { code, stdout } = await project.call(args);
  return { code, id: stdout.trim() };
}

function every<Type extends EventType>(id: string, type: Type): DataOf<Type>[] {
  return project.events(id).flatMap((event) => (event.type === type ? [event.data as DataOf<Type>] : []));
}

const verdictOf = async (id: string) => {
  const { status, reason } = (await observe(projectAt(project.folder), id)).verdict;
  return [status, reason];
};

test('a command that failed is tried again, in one journal and one output, until it succeeds', async () => {
  const { code, id } = await ran(counted('a', '[ $n -ge 3 ]'), ['--retries', '5', ...soon]);
  assert.is(code, 0);
  assert.equal(
    every(id, 'process.started').map(({ attempt }) => attempt),
    [1, 2, 3],
  );
  assert.equal(
    every(id, 'process.exited').map(({ attempt, willRetry, code: exit }) => [attempt, willRetry, exit]),
    [
      [1, true, 1],
      [2, true, 1],
      [3, false, 0],
    ],
  );
  assert.is(readFileSync(project.outputPath(id), 'utf8'), 'attempt 1\nattempt 2\nattempt 3\n');
  assert.is((await project.status(id)).attempt, 3);
});

test('when no attempt is left the last one decides', async () => {
  const { code, id } = await ran(counted('b', 'exit $((n + 4))'), ['--retries', '1', ...soon]);
  assert.is(code, 6);
  assert.equal(await verdictOf(id), ['failed', 'exit_code']);
  assert.is(every(id, 'process.started').length, 2);
});

test('one that completed by its own rules is not tried again, and one that did not is', async () => {
  const good = await ran(counted('c', 'exit 7'), ['--retries', '3', ...soon, '--success-codes', '7']);
  assert.equal([good.code, every(good.id, 'process.started').length], [0, 1]);
  const said = await ran(counted('d', '[ $n -ge 2 ] || echo FATAL'), [
    ...['--retries', '3', ...soon],
    ...['--fail-on', 'FATAL'],
  ]);
  assert.equal([said.code, every(said.id, 'process.started').length], [0, 2]);
  const done = await ran(counted('e', '[ $n -lt 2 ] || echo done'), [
    ...['--retries', '3', ...soon],
    ...['--done-on', '^done'],
  ]);
  assert.equal([done.code, every(done.id, 'process.started').length], [0, 2]);
  const killed = await ran(counted('f', '[ $n -ge 2 ] || kill -9 $$'), ['--retries', '3', ...soon]);
  assert.equal([killed.code, every(killed.id, 'process.started').length], [0, 2]);
});

test('lines of a later attempt are told with their place in the whole output, and those before not again', async () => {
  const { id } = await ran(counted('g', 'printf "error: try %s" $n; [ $n -ge 2 ]'), [
    '--retries',
    '3',
    ...soon,
  ]);
  const found = every(id, 'process.warned').filter(({ kind }) => kind === 'error_line');
  assert.equal(
    found.map(({ line, offset }) => [line, offset]),
    [
      ['error: try 1', 10],
      ['error: try 2', 32],
    ],
  );
});

test('the time limit counts for each attempt anew, and one that was stopped by it is not tried again', async () => {
  const { id } = await ran(counted('h', '[ $n -ge 2 ] && sleep 60; sleep 0.6; false'), [
    ...['--retries', '5', ...soon],
    ...['--timeout', '1500ms'],
  ]);
  assert.equal(await verdictOf(id), ['failed', 'timeout']);
  assert.is(every(id, 'process.started').length, 2);
});

test('a stop ends the waiting between two attempts at once: stopped, and nothing is left', async () => {
  const id = await project.launch(counted('i', 'false'), ['--retries', '3', ...never]);
  const { supervisorPid } = await project.event(id, 'process.started');
  await project.event(id, 'process.exited');
  const waiting = await project.status(id);
  assert.equal([waiting.status, waiting.message], ['queued', 'waits before it is tried again']);
  const { code, stdout } = await project.call(['bg', 'stop', id, '--yes']);
  assert.is(code, 0);
  assert.match(stdout, `Stopped process ${id}`);
  assert.equal(await verdictOf(id), ['stopped', 'stopped']);
  assert.is(every(id, 'process.started').length, 1);
  await eventually(() => (isAlive(supervisorPid) ? null : true));
});

test('a command that is stopped is not tried again', async () => {
  const id = await project.launch(['sleep', '60'], ['--retries', '3', ...soon]);
  await project.event(id, 'process.started');
  await project.call(['bg', 'stop', id, '--yes']);
  assert.equal(await verdictOf(id), ['stopped', 'stopped']);
  assert.is(every(id, 'process.started').length, 1);
  await eventually(() => (processesOf(id).length === 0 ? true : null));
});

test('a supervisor that dies between two attempts leaves a process that is lost', async () => {
  const id = await project.launch(counted('j', 'false'), ['--retries', '3', ...never]);
  const { supervisorPid } = await project.event(id, 'process.started');
  await project.event(id, 'process.exited');
  process.kill(supervisorPid, 'SIGKILL');
  await project.statusOnce(id, ({ status, reason }) => status === 'failed' && reason === 'lost');
});

test('a command that is gone when it is tried again is a failed start', async () => {
  const script = join(project.folder, 'once.sh');
  writeFileSync(script, '#!/bin/sh\nrm "$0"\nexit 1\n', { mode: 0o755 });
  const { id } = await ran([script], ['--retries', '3', ...soon]);
  assert.not.ok(existsSync(script));
  assert.equal(await verdictOf(id), ['failed', 'spawn_failed']);
});

test('a launch whose project was removed is not tried again, and nobody waits for that', async () => {
  const id = await project.launch(['sh', '-c', 'exit 3'], ['--retries', '1', ...never]);
  await project.event(id, 'process.exited');
  const { supervisorPid } = await project.event(id, 'process.started');
  const state = join(project.folder, '.tapps-agents');
  rmSync(state, { recursive: true });
  await eventually(() => (isAlive(supervisorPid) ? null : true), 30_000);
  assert.not.ok(existsSync(state));
});

test('a launch whose journal was removed in the pause is tried again, and nothing of it is missing', async () => {
  const id = await project.launch(counted('r', '[ $n -ge 2 ]'), ['--retries', '1', '--retry-delay', '4s']);
  await project.event(id, 'process.exited');
  const journal = project.journalPath(id);
  rmSync(journal);
  await eventually(() => (existsSync(journal) ? true : null), 30_000);
  assert.is((await project.call(['bg', 'wait', id])).code, 0);
  assert.equal(await verdictOf(id), ['completed', null]);
  assert.is(every(id, 'process.started').length, 2);
  assert.is(every(id, 'process.warned').length, 1);
});

test.run();
