import { type ChildProcess, spawn } from 'node:child_process';
import { linuxProcesses } from '../../src/process/identity/linux.ts';
import { eventually } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('the processes of a Linux machine');
let child: ChildProcess | null = null;
test.afterEach(() => {
  child?.kill('SIGKILL');
});

/** A process with this environment, once it has it. */
async function living(env: Readonly<Record<string, string>>): Promise<number> {
  child = spawn('/bin/sleep', ['60'], { env: { ...env, LAST: 'there' }, stdio: 'ignore' });
  const pid = child.pid ?? 0;
  await eventually(() => (linuxProcesses.variableOf(pid, 'LAST') === 'there' ? true : null));
  return pid;
}

test.skipUnless('procfs', 'a variable is found by its whole name, whatever stands around it', async () => {
  const pid = await living({ XRUN: '1', RUN_: '2', RUN: 'a=b\nRUN=c', EMPTY: '' });
  assert.is(linuxProcesses.variableOf(pid, 'RUN'), 'a=b\nRUN=c');
  assert.is(linuxProcesses.variableOf(pid, 'EMPTY'), '');
  assert.is(linuxProcesses.variableOf(pid, 'RU'), null);
});

test.skipUnless('procfs', 'an environment of 300 kB is read to its end', async () => {
  const long = Array.from({ length: 3 }, (_, index) => [`LONG_${index}`, 'é'.repeat(50_000)]);
  const pid = await living(Object.fromEntries(long));
  const environment = linuxProcesses.environmentOf(pid);
  assert.is(environment['LONG_2'], 'é'.repeat(50_000));
  assert.is(environment['LAST'], 'there');
  assert.is(linuxProcesses.variableOf(pid, 'LAST'), 'there');
});

test.skipUnless('procfs', 'who lives is listed, threads of the kernel are not', async () => {
  const pid = await living({});
  const rows = linuxProcesses.list();
  const row = rows.find((one) => one.pid === pid);
  assert.equal([row?.name, row?.parentPid], ['sleep', process.pid]);
  assert.is(row?.startToken, startTokenOf(pid));
  const names = rows.map(({ name }) => name);
  assert.equal(
    ['kthreadd', 'ksoftirqd/0'].filter((name) => names.includes(name)),
    [],
  );
});

function startTokenOf(pid: number): string | null {
  const sighting = linuxProcesses.sight(pid);
  return sighting.seen === 'alive' ? sighting.startToken : null;
}

test.run();
