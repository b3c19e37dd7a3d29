// timeout: 240s
import { readFileSync } from 'node:fs';
import { failpointNames } from '../../src/base/failpoint.ts';
import { isAlive } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';
import { child, StopStage, sleeper } from './stop-stage.ts';

const test = suite('stopping');
const project = new StopStage();
test.after(() => project.end());

test('a command that hears SIGTERM is stopped at once, long before the grace is over', async () => {
  const id = await project.launchReady(sleeper);
  const { code, stdout } = await project.stop(id, '--grace', '60s', '--reason', 'wrong branch');
  assert.is(code, 0);
  assert.match(stdout, `Stopped process ${id}`);
  const status = await project.verdict(id);
  assert.equal(
    [status.status, status.reason, status.message],
    ['stopped', 'stopped', 'stopped: wrong branch'],
  );
  assert.is((await project.event(id, 'process.exited')).signal, 'SIGTERM');
  await project.assertNobodyLeft(id);
});

test.fault(41, 'a command that ignores SIGTERM has its grace, then it is killed', async () => {
  const id = await project.launchReady(['node', child('ignores-sigterm.mjs')]);
  assert.is((await project.stop(id, '--grace', '400ms')).code, 0);
  const { signal, durationMs } = await project.event(id, 'process.exited');
  assert.is(signal, 'SIGKILL');
  assert.ok(durationMs >= 400, `${durationMs}`);
  assert.match(project.output(id), 'heard SIGTERM');
  await project.assertNobodyLeft(id);
});

test('the signal asked for is the one that is sent', async () => {
  const id = await project.launchReady([
    'sh',
    '-c',
    'trap "echo hup; exit 7" HUP; echo ready; while :; do sleep 0.05; done',
  ]);
  assert.is((await project.stop(id, '--signal', 'HUP')).code, 0);
  const status = await project.verdict(id);
  assert.equal([status.status, status.exitCode], ['stopped', 7]);
});

test.fault(
  42,
  'the whole family goes: in the group, double fork, setsid, empty environment, deaf to SIGTERM',
  async () => {
    const id = await project.launchReady([child('spawns-whole-family.sh')]);
    assert.is(project.grandchildren(id).filter(isAlive).length, 7);
    assert.is((await project.stop(id, '--grace', '300ms')).code, 0);
    await project.assertNobodyLeft(id);
    assert.is((await project.verdict(id)).status, 'stopped');
  },
);

test.fault(45, 'a command that has been stopped with SIGSTOP is woken up and ends', async () => {
  const id = await project.launchReady(sleeper);
  const { pid } = await project.event(id, 'process.started');
  process.kill(pid, 'SIGSTOP');
  assert.is((await project.verdict(id)).status, 'running');
  assert.is((await project.stop(id, '--grace', '60s')).code, 0);
  assert.is((await project.event(id, 'process.exited')).signal, 'SIGTERM');
  await project.assertNobodyLeft(id);
});

test.fault(42, 'a command that answers SIGTERM with more processes loses them too', async () => {
  const id = await project.launchReady([child('forks-on-sigterm.sh')]);
  assert.is((await project.stop(id, '--grace', '400ms')).code, 0);
  await project.assertNobodyLeft(id);
});

test.fault(
  42,
  'a member of the group that left the environment and forks as it ends loses its child too',
  async () => {
    const id = await project.launchReady([child('forks-without-environment.sh')]);
    assert.is((await project.stop(id, '--grace', '400ms')).code, 0);
    assert.is(project.grandchildren(id).length, 2);
    await project.assertNobodyLeft(id);
  },
);

test.fault(46, 'two stops at once both succeed, and it ends once', async () => {
  const id = await project.launchReady(sleeper);
  const both = await Promise.all([project.stop(id), project.stop(id)]);
  assert.ok(both.some(({ code }) => code === 0));
  for (const { code, stderr } of both) assert.ok(code === 0 || code === 5, stderr);
  assert.is(project.types(id).filter((type) => type === 'process.exited').length, 1);
  await project.assertNobodyLeft(id);
});

test.fault(46, 'a stop after the end changes nothing', async () => {
  const id = await project.launch(['true'], ['--wait']).then(async () => (await project.status('@last')).id);
  const before = readFileSync(project.journalPath(id));
  assert.is((await project.stop(id)).code, 5);
  assert.equal(readFileSync(project.journalPath(id)), before);
});

test.fault(6, 'a stop that is killed after its request is carried out all the same', async () => {
  assert.ok(failpointNames.includes('stop.after-requested'));
  const id = await project.launchReady(sleeper);
  await project.dyingStop(id, 'stop.after-requested');
  await project.event(id, 'process.exited');
  assert.is((await project.verdict(id)).status, 'stopped');
  await project.assertNobodyLeft(id);
});

test.run();
