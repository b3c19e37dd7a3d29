// timeout: 240s
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { failpointNames } from '../../src/base/failpoint.ts';
import { projectAt } from '../../src/journal/project-paths.ts';
import { observe } from '../../src/observe/observe.ts';
import { processesOf } from '../faults/processes-of.ts';
import { type Called, eventually, isAlive, TestProject } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('stopping (faults 6, 41, 42, 43, 45, 46)');
const project = new TestProject();
const children = join(import.meta.dirname, '..', 'fixtures', 'children');
test.after(() => project.end());

const verdictOf = async (id: string) => (await observe(projectAt(project.folder), id)).verdict;

/** Launches it and waits until it says that it is ready. */
async function launchReady(command: readonly string[], options: readonly string[] = []): Promise<string> {
  const id = await project.launch(command, options);
  await eventually(() => (outputOf(id).includes('ready') ? true : null));
  return id;
}

const child = (name: string) => join(children, name);
const outputOf = (id: string) => readFileSync(project.outputPath(id), 'utf8');
const grandchildrenOf = (id: string) =>
  [...outputOf(id).matchAll(/grandchild (\d+)/g)].map(([, pid]) => Number(pid));

function stop(id: string, ...options: readonly string[]): Promise<Called> {
  return project.call(['bg', 'stop', id, '--yes', ...options]);
}

async function assertNobodyLeft(id: string): Promise<void> {
  await eventually(() => (processesOf(id).length === 0 ? true : null));
  const alive = grandchildrenOf(id).filter(isAlive);
  for (const pid of alive) process.kill(pid, 'SIGKILL');
  assert.equal(alive, []);
}

const typesOf = (id: string) => project.events(id).map(({ type }) => type);
const supervisorOf = async (id: string) => (await project.event(id, 'process.started')).supervisorPid;
async function orphan(id: string): Promise<void> {
  const supervisor = await supervisorOf(id);
  process.kill(supervisor, 'SIGKILL');
  await eventually(() => (isAlive(supervisor) ? null : true));
}

const sleeper = ['sh', '-c', 'echo ready; sleep 300'];

test('a command that hears SIGTERM is stopped at once, long before the grace is over', async () => {
  const id = await launchReady(sleeper);
  const { code, stdout } = await stop(id, '--grace', '60s', '--reason', 'wrong branch');
  assert.is(code, 0);
  assert.match(stdout, `Stopped process ${id}`);
  const status = await verdictOf(id);
  assert.equal(
    [status.status, status.reason, status.message],
    ['stopped', 'stopped', 'stopped: wrong branch'],
  );
  assert.is((await project.event(id, 'process.exited')).signal, 'SIGTERM');
  await assertNobodyLeft(id);
});

test('a command that ignores SIGTERM has its grace, then it is killed', async () => {
  const id = await launchReady(['node', child('ignores-sigterm.mjs')]);
  assert.is((await stop(id, '--grace', '700ms')).code, 0);
  const { signal, durationMs } = await project.event(id, 'process.exited');
  assert.is(signal, 'SIGKILL');
  assert.ok(durationMs >= 700, `${durationMs}`);
  assert.match(outputOf(id), 'heard SIGTERM');
  await assertNobodyLeft(id);
});

test('the signal asked for is the one that is sent', async () => {
  const id = await launchReady([
    'sh',
    '-c',
    'trap "echo hup; exit 7" HUP; echo ready; while :; do sleep 0.05; done',
  ]);
  assert.is((await stop(id, '--signal', 'HUP')).code, 0);
  const status = await verdictOf(id);
  assert.equal([status.status, status.exitCode], ['stopped', 7]);
});

test('the whole family goes: in the group, double fork, setsid, empty environment, deaf to SIGTERM', async () => {
  const id = await launchReady([child('spawns-whole-family.sh')]);
  assert.is(grandchildrenOf(id).filter(isAlive).length, 7);
  assert.is((await stop(id, '--grace', '500ms')).code, 0);
  await assertNobodyLeft(id);
  assert.is((await verdictOf(id)).status, 'stopped');
});

test('a command that has been stopped with SIGSTOP is woken up and ends', async () => {
  const id = await launchReady(sleeper);
  const { pid } = await project.event(id, 'process.started');
  process.kill(pid, 'SIGSTOP');
  assert.is((await verdictOf(id)).status, 'running');
  assert.is((await stop(id, '--grace', '60s')).code, 0);
  assert.is((await project.event(id, 'process.exited')).signal, 'SIGTERM');
  await assertNobodyLeft(id);
});

test('a command that answers SIGTERM with more processes loses them too', async () => {
  const id = await launchReady([child('forks-on-sigterm.sh')]);
  assert.is((await stop(id, '--grace', '600ms')).code, 0);
  await assertNobodyLeft(id);
});

test('a member of the group that left the environment and forks as it ends loses its child too', async () => {
  const id = await launchReady([child('forks-without-environment.sh')]);
  assert.is((await stop(id, '--grace', '600ms')).code, 0);
  assert.is(grandchildrenOf(id).length, 2);
  await assertNobodyLeft(id);
});

test('without its supervisor, stop ends the family itself and records that it is lost', async () => {
  const id = await launchReady([child('spawns-whole-family.sh')]);
  await orphan(id);
  const alone = await verdictOf(id);
  assert.equal([alone.status, alone.health], ['running', 'unsupervised']);
  assert.is((await stop(id, '--grace', '500ms')).code, 0);
  await assertNobodyLeft(id);
  assert.is((await project.event(id, 'process.lost')).reason, 'supervisor_died');
  assert.is((await verdictOf(id)).status, 'stopped');
  const again = await stop(id);
  assert.is(again.code, 5);
  assert.match(again.stderr, 'already ended (stopped)');
});

test(
  'where the supervisor does not act, stop does it after a while; the supervisor comes back to an ended process',
  async () => {
    const id = await launchReady([child('spawns-setsid-grandchild.sh')]);
    const supervisor = await supervisorOf(id);
    process.kill(supervisor, 'SIGSTOP');
    try {
      assert.is((await stop(id, '--grace', '200ms')).code, 0);
      assert.is((await verdictOf(id)).status, 'stopped');
      assert.equal(grandchildrenOf(id).filter(isAlive), []);
      assert.is(typesOf(id).includes('process.lost'), false);
    } finally {
      process.kill(supervisor, 'SIGCONT');
    }
    await assertNobodyLeft(id);
    assert.is(typesOf(id).at(-1), 'process.exited');
    assert.is((await verdictOf(id)).status, 'stopped');
  },
  { timeoutMs: 40_000 },
);

test('two stops at once both succeed, and it ends once', async () => {
  const id = await launchReady(sleeper);
  const both = await Promise.all([stop(id), stop(id)]);
  assert.ok(both.some(({ code }) => code === 0));
  for (const { code, stderr } of both) assert.ok(code === 0 || code === 5, stderr);
  assert.is(typesOf(id).filter((type) => type === 'process.exited').length, 1);
  await assertNobodyLeft(id);
});

test('two stops at once of an orphan both succeed, and it ends once', async () => {
  const id = await launchReady(sleeper);
  await orphan(id);
  for (const { code, stderr } of await Promise.all([stop(id), stop(id)]))
    assert.ok(code === 0 || code === 5, stderr);
  await assertNobodyLeft(id);
  assert.is((await verdictOf(id)).status, 'stopped');
});

test('a stop after the end changes nothing', async () => {
  const id = await project.launch(['true'], ['--wait']).then(async () => (await project.status('@last')).id);
  const before = readFileSync(project.journalPath(id));
  assert.is((await stop(id)).code, 5);
  assert.equal(readFileSync(project.journalPath(id)), before);
});

test('a stop that is killed after its request is carried out all the same', async () => {
  assert.ok(failpointNames.includes('stop.after-requested'));
  const id = await launchReady(sleeper);
  const env = { NODE_ENV: 'test', TAPPS_FAILPOINT: 'stop.after-requested:kill' };
  assert.is((await project.call(['bg', 'stop', id, '--yes'], { env })).code, -1);
  await project.event(id, 'process.exited');
  assert.is((await verdictOf(id)).status, 'stopped');
  await assertNobodyLeft(id);
});

for (const step of ['stop.after-requested', 'stop.after-terminate'] as const) {
  test(`an orphan whose stop is killed at ${step}: a second stop works, or it is over`, async () => {
    const id = await launchReady(sleeper);
    await orphan(id);
    const env = { NODE_ENV: 'test', TAPPS_FAILPOINT: `${step}:kill` };
    assert.is((await project.call(['bg', 'stop', id, '--yes'], { env })).code, -1);
    const { status } = await verdictOf(id);
    assert.is(status, step === 'stop.after-requested' ? 'running' : 'stopped');
    assert.is((await stop(id)).code, status === 'running' ? 0 : 5);
    assert.is((await verdictOf(id)).status, 'stopped');
    await assertNobodyLeft(id);
  });
}

test.run();
