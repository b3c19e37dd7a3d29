// timeout: 240s
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { JournalWriter } from '../../src/journal/journal-writer.ts';
import { journalPath, projectAt } from '../../src/journal/project-paths.ts';
import { type Identity, identityOf, processTable } from '../../src/process/identity.ts';
import { thisHost } from '../../src/process/presence.ts';
import { rouse } from '../../src/watch/rouse.ts';
import { requested } from '../rig/given-events.ts';
import { append } from '../rig/given-journal.ts';
import { LivingJournal } from '../rig/living-journal.ts';
import { eventually, isAlive, TestProject } from '../rig/project.ts';
import { programWithSupervisor } from '../rig/stand-in-program.ts';
import { assert, suite } from '../rig/suite.ts';
import { WatchedProject } from '../rig/watched-project.ts';
import { processesOf } from './processes-of.ts';

const test = suite('supervisors and watchers that say nothing');

/** As one to which the system gave no thread: it does nothing, for ever. */
const hangs = 'setInterval(() => {}, 1e6);';
/** The same, and whoever waits for its answer sees at once that none will come. */
const hangsUp = `require('node:fs').closeSync(1); ${hangs}`;

const open: TestProject[] = [];
test.after(async () => {
  for (const project of open) await project.end();
});

function opened<Project extends TestProject>(project: Project): Project {
  open.push(project);
  return project;
}

/** A launch whose launcher dies while it waits for a supervisor that hangs; gives its id. */
async function launchInVain(project: TestProject): Promise<{ id: string; supervisor: number }> {
  const env = { NODE_ENV: 'test', TAPPS_FAILPOINT: 'launch.after-spec:kill' };
  const { code } = await project.call(['bg', 'run', '--no-validate', '--', 'true'], { env });
  assert.is(code, -1);
  const { processes } = await project.callJson<{ processes: { id: string }[] }>(['bg', 'list']);
  const id = processes[0]?.id ?? '';
  return { id, supervisor: (await project.event(id, 'process.launched')).supervisorPid };
}

const typesOf = (project: TestProject, id: string) => project.events(id).map(({ type }) => type);

async function assertSlotIsFree(project: TestProject): Promise<void> {
  const { processes } = await project.callJson<{ processes: { status: string }[] }>(['bg', 'list']);
  assert.equal(
    processes.filter(({ status }) => status === 'running' || status === 'queued'),
    [],
  );
}

test.fault(76, 'it is ended by the launcher that waited in vain, and that is on record', async () => {
  const project = opened(new TestProject(programWithSupervisor(hangsUp)));
  const { code, stderr } = await project.call(['bg', 'run', '--no-validate', '--', 'true']);
  assert.is(code, 1, stderr);
  const { processes } = await project.callJson<{
    processes: { id: string; status: string; reason: string }[];
  }>(['bg', 'list']);
  assert.equal(
    processes.map(({ status, reason }) => [status, reason]),
    [['failed', 'spawn_failed']],
  );
  const [id = ''] = processes.map((one) => one.id);
  assert.equal(processesOf(id), [], 'nobody is left');
  assert.is((await project.event(id, 'process.spawn_failed')).code, 'ETIMEDOUT');
  await assertSlotIsFree(project);
});

test.fault(
  76,
  'it is ended by a stop where nobody waits for it any more',
  async () => {
    const project = opened(new TestProject(programWithSupervisor(hangs)));
    const { id, supervisor } = await launchInVain(project);
    assert.is((await project.status(id)).status, 'queued');
    const { code, stderr } = await project.call(['bg', 'stop', id, '--yes', '--grace', '100ms']);
    assert.is(code, 0, stderr);
    assert.not.ok(isAlive(supervisor));
    assert.is((await project.status(id)).status, 'stopped');
    assert.is(typesOf(project, id).at(-1), 'process.lost');
    await assertSlotIsFree(project);
  },
  { timeoutMs: 60_000 },
);

test.fault(76, 'it is given up by whoever watches, and then it never started', async () => {
  const project = opened(new TestProject(programWithSupervisor(hangs)));
  const { id, supervisor } = await launchInVain(project);
  await rouse(projectAt(project.folder), id, 'kill_supervisor');
  assert.not.ok(isAlive(supervisor));
  const { status, reason } = await project.status(id);
  assert.equal([status, reason], ['failed', 'lost']);
  await assertSlotIsFree(project);
});

test.fault(76, 'nobody is ended who is not the supervisor of just this process', async () => {
  const project = opened(new TestProject());
  const id = await project.launch(['true']);
  await project.event(id, 'process.exited');
  const stranger = spawn('sleep', ['60'], { stdio: 'ignore' });
  try {
    forgeLaunch(project, 'f0000000', identityOf(stranger.pid ?? 0));
    await rouse(projectAt(project.folder), 'f0000000', 'kill_supervisor');
    assert.ok(isAlive(stranger.pid ?? 0));
  } finally {
    stranger.kill('SIGKILL');
    await eventually(() => (isAlive(stranger.pid ?? 0) ? null : true));
  }
});

/** A journal that says of somebody that it is this process's supervisor, and that its launcher is gone. */
function forgeLaunch(project: TestProject, id: string, supervisor: Identity | null): void {
  const writer = JournalWriter.create(journalPath(projectAt(project.folder), id), id, 'launcher');
  assert.ok(writer !== null && supervisor !== null);
  const gone = supervisor.startToken.replace(/:\d+$/, ':1');
  const machine = { host: thisHost(), bootId: processTable.bootId() };
  append(writer, requested({ ...machine, launcherPid: process.pid, launcherStartToken: gone }));
  const { pid: supervisorPid, startToken: supervisorStartToken } = supervisor;
  writer.append('process.launched', { supervisorPid, supervisorStartToken });
  writer.close();
}

test.fault(
  77,
  'stopped while its command dies, it is woken up by the watcher and records the end',
  async () => {
    const project = opened(new WatchedProject());
    const id = await project.launch(['sh', '-c', 'until [ -e go ]; do sleep 0.05; done; exit 3']);
    await project.watcherUp();
    const { supervisorPid } = await project.event(id, 'process.started');
    process.kill(supervisorPid, 'SIGSTOP');
    writeFileSync(join(project.folder, 'go'), '');
    const { code } = await project.event(id, 'process.exited', 30_000);
    assert.is(code, 3);
    await eventually(() => (project.told().length > 0 ? true : null), 20_000);
  },
  { timeoutMs: 90_000 },
);

test.fault(
  77,
  'stopped while its command dies, it is woken up by a stop and records the end',
  async () => {
    const project = opened(new TestProject());
    const id = await project.launch(['sleep', '300']);
    const { pid, supervisorPid } = await project.event(id, 'process.started');
    process.kill(supervisorPid, 'SIGSTOP');
    process.kill(pid, 'SIGKILL');
    await eventually(() => (isAlive(pid) ? null : true));
    const { code, stderr } = await project.call(['bg', 'stop', id, '--yes']);
    assert.is(code, 0, stderr);
    assert.is(typesOf(project, id).filter((type) => type === 'process.exited').length, 1);
    await eventually(() => (processesOf(id).length === 0 ? true : null));
  },
  { timeoutMs: 60_000 },
);

test.fault(
  77,
  'while no end is on record a stop does not say that it stopped, and no duration grows',
  async () => {
    const project = opened(new TestProject());
    const child = spawn('sleep', ['60'], { stdio: 'ignore' });
    const identity = identityOf(child.pid ?? 0);
    assert.ok(identity !== null);
    const id = await project.launch(['true']);
    await project.event(id, 'process.exited');
    const journal = new LivingJournal(
      projectAt(project.folder),
      'f0000000',
      { command: ['sleep', '60'] },
      identity,
    );
    child.kill('SIGKILL');
    await eventually(() => (isAlive(identity.pid) ? null : true));
    const { code, stdout, stderr } = await project.call(['bg', 'stop', journal.id, '--yes', '--grace', '0s']);
    assert.equal([code, stdout], [1, '']);
    assert.match(stderr, `its supervisor (process ${process.pid}) has not recorded how it ended`);
    const { status, elapsedMs } = await project.status(journal.id);
    assert.equal([status, elapsedMs], ['stopped', 0], 'the last sign of life was its start');
    journal.exit();
  },
  { timeoutMs: 60_000 },
);

test.fault(78, 'a watcher that stands still hears a stop all the same', async () => {
  const project = opened(new WatchedProject());
  await project.call(['bg', 'watch']);
  const { pid } = await project.watcherUp();
  process.kill(pid, 'SIGSTOP');
  const { code, stdout, stderr } = await project.call(['bg', 'watch', '--stop']);
  assert.is(code, 0, stderr);
  assert.match(stdout, 'Watcher stopped');
  assert.not.ok(isAlive(pid));
});

test.run();
