// timeout: 240s
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ListJson } from '../../schemas/generated/types.ts';
import { libfaketime } from '../rig/capability.ts';
import { eventually, isAlive } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';
import { sweepTurnedClocks, type TurnedClock, turnedClock } from '../rig/turned-clock.ts';
import { WatchedProject } from '../rig/watched-project.ts';

const test = suite('clocks that jump');

let project: WatchedProject;
let clock: TurnedClock;
let watching: ChildProcess | null = null;
test.beforeEach(() => {
  project = new WatchedProject(['health_check_interval: 0.3']);
  clock = turnedClock(libfaketime() ?? '', project.folder);
});
test.afterEach(async () => {
  watching?.kill('SIGKILL');
  watching = null;
  await project.end();
  sweepTurnedClocks();
});

const anHour = 3600;
const hourMs = anHour * 1000;
const untilDone = [
  'sh',
  '-c',
  'n=0; until [ -e go ]; do n=$((n + 1)); echo "Step $n/900"; sleep 0.1; done; echo done',
];
const limits = ['--timeout', '30m', '--stall-after', '20m'];

test.fault(
  47,
  'a wall clock that jumps 2 h back and 1 h ahead changes neither order nor durations nor status',
  async () => {
    const env = { ...clock.env, TAPPS_BG_MONITORING_ENABLED: '0' };
    // The library speaks on the command's standard error too, and an error line is not what is looked for here.
    const id = await project.launch(untilDone, [...limits, '--env', 'LD_PRELOAD='], { env });
    await beatAt(id, 0);
    for (const hours of [-2, 1]) {
      clock.turn(hours * anHour);
      await beatAt(id, hours);
      const { status, health } = await project.status(id);
      assert.equal([status, health], ['running', 'healthy'], `${hours} h`);
    }
    writeFileSync(join(project.folder, 'go'), '');
    const { code, durationMs } = await project.event(id, 'process.exited');
    assert.is(code, 0);
    assert.ok(durationMs < hourMs / 2, `${durationMs}`);
    assertOrder(id);
    const { status, reason, elapsedMs } = await project.status(id);
    assert.equal([status, reason, elapsedMs], ['completed', null, durationMs]);
    assert.is((await project.call(['bg', 'verify', id])).code, 0);
  },
  { needs: 'libfaketime', timeoutMs: 120_000 },
);

test.fault(
  47,
  'a watcher whose clock is an hour ahead does not end an orphan for its time limit, nor call it stalled',
  async () => {
    const id = await project.launch(untilDone, limits, { env: { TAPPS_BG_MONITORING_ENABLED: '0' } });
    const { supervisorPid } = await project.event(id, 'process.started');
    process.kill(supervisorPid, 'SIGKILL');
    await eventually(() => (isAlive(supervisorPid) ? null : true));
    clock.turn(anHour);
    const words = [project.program, 'bg', 'watch', '--foreground'];
    const env = { ...process.env, ...clock.env, NODE_V8_COVERAGE: undefined };
    watching = spawn(process.execPath, words, { cwd: project.folder, env, stdio: 'ignore' });
    await beatAt(id, 1, 'watcher.');
    assert.is((await project.status(id)).status, 'running');
    writeFileSync(join(project.folder, 'go'), '');
    await project.event(id, 'process.failed', 30_000);
    const types = project.events(id).map(({ type }) => type);
    assert.not.ok(types.includes('process.stop_requested'), types.join(' '));
    assert.is((await project.status(id)).reason, 'lost');
  },
  { needs: 'libfaketime', timeoutMs: 120_000 },
);

test.fault(
  48,
  'a process whose boot clock is shifted is running for itself, unknown from outside, and nobody signals it',
  async () => {
    const script = `"${process.execPath}" "${project.program}" bg run --quiet -- sleep 300 > id.tmp && mv id.tmp id
until [ -e go ]; do sleep 0.1; done
"${process.execPath}" "${project.program}" bg status "$(cat id)" --json > inside
"${process.execPath}" "${project.program}" bg stop "$(cat id)" --yes`;
    const env = { ...process.env, TAPPS_BG_MONITORING_ENABLED: '0', NODE_V8_COVERAGE: undefined };
    const words = ['-T', '--boottime', '28800', '--monotonic', '28800', '--fork', 'sh', '-c', script];
    const shell = spawn('unshare', words, { cwd: project.folder, env, stdio: 'ignore' });
    const ended = new Promise((resolve) => shell.once('exit', resolve));
    await eventually(() => (existsSync(join(project.folder, 'id')) ? true : null), 20_000);
    const { processes } = await project.callJson<ListJson>(['bg', 'list']);
    assert.equal(
      processes.map(({ status, health }) => [status, health]),
      [['running', 'unknown']],
    );
    const id = processes[0]?.id ?? '';
    assert.is((await project.call(['bg', 'stop', id, '--yes'])).code, 1);
    const { pid } = await project.event(id, 'process.started');
    assert.ok(isAlive(pid), 'it was signalled');
    writeFileSync(join(project.folder, 'go'), '');
    assert.is(await ended, 0);
    assert.is((await project.event(id, 'process.exited')).signal, 'SIGTERM');
  },
  { needs: 'time-namespace', timeoutMs: 60_000 },
);

test.run();

/** Waits for a heartbeat that was written by a clock so many hours from ours. */
async function beatAt(id: string, hours: number, by = 'supervisor.'): Promise<void> {
  await eventually(() => {
    const beats = project
      .events(id)
      .filter((event) => event.type === 'process.heartbeat' && event.by.startsWith(by));
    const off = beats.map(({ at }) => (Date.parse(at) - Date.now()) / hourMs - hours);
    return off.some((one) => Math.abs(one) < 0.2) ? true : null;
  }, 30_000);
}

/** Events stand in the order of their writers, and what was measured only grows. */
function assertOrder(id: string): void {
  const events = project.events(id);
  const own = events.filter(({ by }) => by.startsWith('supervisor.'));
  assert.equal(
    own.map(({ n }) => n),
    own.map((_, index) => index + 1),
  );
  const elapsed = events.flatMap((event) =>
    event.type === 'process.heartbeat' ? [event.data.elapsedMs] : [],
  );
  assert.equal(
    elapsed,
    [...elapsed].sort((one, other) => one - other),
  );
  const warned = events.flatMap((event) => (event.type === 'process.warned' ? [event.data] : []));
  assert.equal(warned, []);
}
