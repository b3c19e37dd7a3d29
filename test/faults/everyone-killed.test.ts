import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';
import { WatchedProject } from '../rig/watched-project.ts';

const test = suite('whoever is killed');

let project: WatchedProject;
test.beforeEach(() => {
  project = new WatchedProject(['health_check_interval: 1']);
});
test.afterEach(() => project.end());

const patient = { timeoutMs: 120_000 };

/** Who is at work on a process, by its journal alone: no command runs, so nobody but the watcher can find anything. */
async function atWork(id: string): Promise<{ readonly child: number; readonly supervisor: number }> {
  const { pid, supervisorPid } = await project.event(id, 'process.started');
  return { child: pid, supervisor: supervisorPid };
}

/** The watcher, by its own journal. */
function watcherPid(): Promise<number> {
  const path = join(project.folder, '.tapps-agents', 'run', 'watcher.ndjson');
  return eventually(() => {
    try {
      const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1);
      const started = lines.map((line) => JSON.parse(line)).filter(({ type }) => type === 'watcher.started');
      return started.at(-1)?.data.pid ?? null;
    } catch {
      return null;
    }
  }, 20_000);
}

async function toldFailed(id: string): Promise<void> {
  await eventually(
    () => (project.told().some((line) => line.startsWith(`failed ${id} `)) ? true : null),
    40_000,
  );
}

function kill(...pids: number[]): void {
  for (const pid of pids) process.kill(pid, 'SIGKILL');
}

test(
  'a launch brings the watcher, which tells its end and leaves when nothing runs',
  async () => {
    writeFileSync(
      join(project.folder, '.tapps-agents', 'config.yaml'),
      'background_processes: {watch: {idle_exit: 1}, notifications: {desktop_enabled: false}}\n',
    );
    const id = await project.launch(['sh', '-c', 'exit 3']);
    await toldFailed(id);
    const path = join(project.folder, '.tapps-agents', 'run', 'watcher.ndjson');
    await eventually(() => (readFileSync(path, 'utf8').includes('"reason":"idle"') ? true : null), 20_000);
    assert.equal(
      readdirSync(join(project.folder, '.tapps-agents', 'claims')).filter((name) => name.endsWith('.due')),
      [],
    );
  },
  patient,
);

test(
  'supervisor and command killed: the loss is written down and told, and no command was run',
  async () => {
    const id = await project.launch(['sleep', '300']);
    const { child, supervisor } = await atWork(id);
    await watcherPid();
    kill(supervisor, child);
    await project.event(id, 'process.lost', 40_000);
    const { reason } = await project.event(id, 'process.failed', 40_000);
    assert.is(reason, 'lost');
    await toldFailed(id);
  },
  patient,
);

test(
  'the watcher killed as well: the shell that waited for that becomes the next, and the loss is told',
  async () => {
    const id = await project.launch(['sleep', '300']);
    const { child, supervisor } = await atWork(id);
    const watcher = await watcherPid();
    kill(watcher, supervisor, child);
    await project.event(id, 'process.failed', 60_000);
    await toldFailed(id);
    assert.is.not(await watcherPid(), watcher);
  },
  patient,
);

test(
  'a watcher that is killed again and again comes back for as long as something runs',
  async () => {
    const id = await project.launch(['sleep', '300']);
    let before = 0;
    for (let times = 0; times < 3; times += 1) {
      const watcher = await eventually(async () => {
        const pid = await watcherPid();
        return pid === before ? null : pid;
      }, 40_000);
      kill(watcher);
      before = watcher;
    }
    const { child, supervisor } = await atWork(id);
    kill(supervisor, child);
    await toldFailed(id);
  },
  patient,
);

test.fault(
  7,
  'an orphan is watched on: progress, heartbeats, and its end by the line that says it is done',
  async () => {
    const gate = join(project.folder, 'go');
    const script = `until [ -e ${gate} ]; do sleep 0.1; done; echo "Step 2/2: Pack"; sleep 2; echo "all done"`;
    const id = await project.launch(['sh', '-c', script], ['--done-on', '^all done$']);
    const { supervisor } = await atWork(id);
    await watcherPid();
    kill(supervisor);
    await eventually(() => (project.events(id).some(isUnsupervised) ? true : null), 40_000);
    writeFileSync(gate, '');
    await eventually(() => {
      const step = project.events(id).find(({ type }) => type === 'process.progressed');
      return step?.by.startsWith('watcher.') === true ? true : null;
    }, 40_000);
    await project.event(id, 'process.completed', 40_000);
    const { status, reason } = await project.status(id);
    assert.equal([status, reason], ['completed', null]);
    assert.ok(
      project.events(id).some(({ type, by }) => type === 'process.heartbeat' && by.startsWith('watcher.')),
    );
  },
  patient,
);

test.fault(
  7,
  'an orphan that says nothing at its end failed, as lost',
  async () => {
    const id = await project.launch(['sleep', '3']);
    const { supervisor } = await atWork(id);
    await watcherPid();
    kill(supervisor);
    const { reason } = await project.event(id, 'process.failed', 40_000);
    assert.is(reason, 'lost');
  },
  patient,
);

test(
  'the time limit of an orphan is kept, and it can be stopped',
  async () => {
    const limited = await project.launch(['sleep', '300'], ['--timeout', '4s']);
    const endless = await project.launch(['sleep', '300']);
    const [first, second] = [await atWork(limited), await atWork(endless)];
    await watcherPid();
    kill(first.supervisor, second.supervisor);
    assert.is((await project.event(limited, 'process.failed', 60_000)).reason, 'timeout');
    await eventually(() => (project.events(endless).some(isUnsupervised) ? true : null), 40_000);
    const { code } = await project.call(['bg', 'stop', endless, '--yes', '--grace', '1s']);
    assert.is(code, 0);
    await project.event(endless, 'process.stopped', 40_000);
  },
  patient,
);

function isUnsupervised(event: ReturnType<WatchedProject['events']>[number]): boolean {
  return event.type === 'process.warned' && event.data.kind === 'unsupervised';
}

test.run();
