// timeout: 180s
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectAt } from '../../src/journal/project-paths.ts';
import { observe } from '../../src/observe/observe.ts';
import { processesOf } from '../faults/processes-of.ts';
import { eventually, TestProject } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('time limits and heartbeats');
const project = new TestProject();
const child = (name: string) => join(import.meta.dirname, '..', 'fixtures', 'children', name);
project.raiseLimit();
test.after(() => project.end());

/** Its ten seconds pass while the other tests run. */
let deaf: Promise<string> = Promise.resolve('');
test.before(() => {
  deaf = project.launch(['node', child('ignores-sigterm.mjs')], ['--timeout', '1s']);
  deaf.catch(() => {}); // told by the test
});

const verdictOf = async (id: string) => (await observe(projectAt(project.folder), id)).verdict;

const typesOf = (id: string) => project.events(id).map(({ type }) => type);

test('a command that runs over its time limit is asked to end, and has failed by timeout', async () => {
  const id = await project.launch([child('spawns-setsid-grandchild.sh')], ['--timeout', '1s']);
  const { signal, durationMs } = await project.event(id, 'process.exited');
  assert.is(signal, 'SIGTERM');
  assert.ok(durationMs >= 1000, `${durationMs}`);
  const { status, reason, message } = await verdictOf(id);
  assert.equal([status, reason, message], ['failed', 'timeout', 'ran longer than its time limit of 1s']);
  const { by } = await project.event(id, 'process.stop_requested');
  assert.is(by, 'timeout');
  await eventually(() => (processesOf(id).length === 0 ? true : null));
});

test('one that ends in time is not touched by the limit', async () => {
  const id = await project.launch(['sleep', '0.2'], ['--timeout', '600ms', '--wait']);
  await new Promise((resolve) => setTimeout(resolve, 700));
  assert.not.ok(typesOf(id).includes('process.stop_requested'));
  assert.is((await verdictOf(id)).status, 'completed');
});

test('the first heartbeat comes within the first seconds and measures the whole tree', async () => {
  const id = await project.launch(['sh', '-c', 'echo hello; sleep 300 & sleep 300']);
  const { pid } = await project.event(id, 'process.started');
  const beat = await project.event(id, 'process.heartbeat');
  assert.is(beat.pid, pid);
  assert.is(beat.processes, 3);
  assert.is(beat.outputBytes, 6);
  assert.ok((beat.memoryBytes ?? 0) > 100_000, `${beat.memoryBytes}`);
  assert.ok(beat.elapsedMs >= 900, `${beat.elapsedMs}`);
  await project.call(['bg', 'stop', id, '--yes']);
});

test('what children use counts from the first heartbeat on', async () => {
  const id = await project.launch(['sh', '-c', 'yes > /dev/null & wait']);
  const { cpuPercent } = await project.event(id, 'process.heartbeat');
  assert.ok(cpuPercent !== null && cpuPercent > 5, `${cpuPercent}`);
  await project.call(['bg', 'stop', id, '--yes']);
});

test('heartbeats come as often as the settings say, and none after the end', async () => {
  const often = new TestProject();
  mkdirSync(join(often.folder, '.tapps-agents'));
  writeFileSync(
    join(often.folder, '.tapps-agents', 'config.yaml'),
    'background_processes:\n  health_check_interval: 0.2\n',
  );
  const id = await often.launch(['sleep', '1.5']);
  const { usage } = await often.event(id, 'process.exited');
  const types = often.events(id).map(({ type }) => type);
  assert.ok(types.filter((type) => type === 'process.heartbeat').length >= 2, types.join(' '));
  assert.ok(types.lastIndexOf('process.heartbeat') < types.indexOf('process.exited'), types.join(' '));
  assert.ok((usage.peakMemoryBytes ?? 0) > 100_000);
  await often.end();
});

test.fault(
  41,
  'one that ignores the request at its limit is killed after ten seconds',
  async () => {
    const id = await deaf;
    const { signal } = await project.event(id, 'process.exited', 40_000);
    assert.is(signal, 'SIGKILL');
    const { status, reason } = await verdictOf(id);
    assert.equal([status, reason], ['failed', 'timeout']);
    assert.match(readFileSync(project.outputPath(id), 'utf8'), 'heard SIGTERM');
  },
  { timeoutMs: 60_000 },
);

test.run();
