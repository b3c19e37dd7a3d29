// timeout: 180s
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectAt } from '../../src/journal/project-paths.ts';
import { observe } from '../../src/observe/observe.ts';
import { processesOf } from '../faults/processes-of.ts';
import { type Called, eventually, isAlive, TestProject } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('stopping before the start, after the end, and around others');
const project = new TestProject();
const child = (name: string) => join(import.meta.dirname, '..', 'fixtures', 'children', name);
test.after(() => project.end());

const verdictOf = async (id: string) => (await observe(projectAt(project.folder), id)).verdict;

const outputOf = (id: string) => readFileSync(project.outputPath(id), 'utf8');

function stop(id: string, ...options: readonly string[]): Promise<Called> {
  return project.call(['bg', 'stop', id, '--yes', ...options]);
}

async function launcherStoppedAt(
  step: string,
): Promise<{ id: string; go: () => void; ended: Promise<unknown> }> {
  const launcher = spawn(process.execPath, [project.program, 'bg', 'run', '--', 'sleep', '300'], {
    cwd: project.folder,
    env: { ...process.env, NODE_ENV: 'test', TAPPS_FAILPOINT: `${step}:stop` },
    stdio: 'ignore',
  });
  const ended = new Promise((resolve) => launcher.once('exit', resolve));
  await eventually(() => (stateOf(launcher.pid ?? 0) === 'T' ? true : null));
  const { processes } = await project.callJson<{ processes: { id: string; status: string }[] }>([
    'bg',
    'list',
  ]);
  const id = processes.find(({ status }) => status === 'queued')?.id ?? '';
  return { id, go: () => void process.kill(launcher.pid ?? 0, 'SIGCONT'), ended };
}

function stateOf(pid: number): string | undefined {
  return /^\d+ \(.*\) (\S)/s.exec(readFileSync(`/proc/${pid}/stat`, 'latin1'))?.[1];
}

for (const step of ['launch.after-validated', 'launch.after-launched']) {
  test.fault(46, `a stop while the launch is at ${step} takes effect as soon as it goes on`, async () => {
    const { id, go, ended } = await launcherStoppedAt(step);
    const stopping = stop(id);
    await project.event(id, 'process.stop_requested');
    go();
    const { code, stderr } = await stopping;
    await ended;
    assert.is(code, 0, stderr);
    assert.is((await verdictOf(id)).status, 'stopped');
    await eventually(() => (processesOf(id).length === 0 ? true : null));
  });
}

test.fault(
  46,
  'a stop of a launch that does not go on says so, and holds',
  async () => {
    const { id, go, ended } = await launcherStoppedAt('launch.after-validated');
    const { code, stderr } = await stop(id, '--grace', '100ms');
    go();
    assert.is(code, 1);
    assert.match(stderr, 'has not ended in time');
    await ended;
    await project.event(id, 'process.exited');
    assert.is((await verdictOf(id)).status, 'stopped');
  },
  { timeoutMs: 40_000 },
);

test.fault(43, 'a process that outlives its command is named in a warning, and can be stopped', async () => {
  const id = await project.launch([child('leaves-a-grandchild.sh')]);
  await project.event(id, 'process.exited');
  const [, text = ''] = /grandchild (\d+)/.exec(outputOf(id)) ?? [];
  const pid = Number(text);
  const warned = await project.event(id, 'process.warned');
  assert.is(warned.kind, 'left_running');
  assert.equal(warned.pids, [pid]);
  assert.match(warned.message, `1 process it started still runs: ${pid} (sleep)`);
  assert.is((await verdictOf(id)).status, 'completed');
  assert.ok(isAlive(pid));
  assert.is((await stop(id, '--grace', '5s')).code, 0);
  assert.not.ok(isAlive(pid));
  assert.is((await verdictOf(id)).status, 'completed', 'its end stays as it was');
  assert.is((await stop(id)).code, 5);
});

test.fault(43, 'the tail of a pipeline that ends with its command is not named', async () => {
  const id = await project.launch(['sh', '-c', 'sleep 0.05 & exit 0']);
  await project.event(id, 'process.exited');
  assert.not.ok(project.events(id).some(({ type }) => type === 'process.warned'));
});

test('what a process launches in the background itself is not stopped with it', async () => {
  const launchInner = `"${process.execPath}" "${project.program}" bg run --quiet -- sleep 300 > inner; echo ready; sleep 300`;
  const outer = await project.launch(['sh', '-c', launchInner]);
  await eventually(() => (outputOf(outer).includes('ready') ? true : null));
  const inner = readFileSync(join(project.folder, 'inner'), 'utf8').trim();
  assert.is((await stop(outer)).code, 0);
  assert.is((await verdictOf(inner)).status, 'running');
  assert.is((await verdictOf(inner)).health, 'healthy');
  assert.is((await stop(inner)).code, 0);
  assert.is((await verdictOf(inner)).status, 'stopped');
});

test('a process can stop itself', async () => {
  const stopSelf = `id=$(basename "$TAPPS_JOURNAL" .ndjson); "${process.execPath}" "${project.program}" bg stop "$id" --yes; touch after; sleep 300`;
  const id = await project.launch(['sh', '-c', stopSelf]);
  await project.event(id, 'process.exited');
  assert.is((await verdictOf(id)).status, 'stopped');
  assert.not.ok(existsSync(join(project.folder, 'after')));
  await eventually(() => (processesOf(id).length === 0 ? true : null));
});

test.run();
