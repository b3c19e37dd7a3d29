// timeout: 300s
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LaunchJson, ListJson } from '../../schemas/generated/types.ts';
import { processesOf } from '../faults/processes-of.ts';
import { eventually, isAlive, TestProject } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('queue');
const atOnce = 20;
const patienceMs = 60_000;
const slow = { timeoutMs: 150_000 };

const projects: TestProject[] = [];
test.afterEach(async () => {
  for (const project of projects.splice(0)) await project.end();
});

/** No watcher: nobody but the launches themselves keeps the limit. */
function projectWithLimit(limit: number): TestProject {
  const project = new TestProject();
  projects.push(project);
  const folder = join(project.folder, '.tapps-agents');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const settings = `{max_concurrent_processes: ${limit}, monitoring_enabled: false}`;
  writeFileSync(join(folder, 'config.yaml'), `background_processes: ${settings}\n`);
  return project;
}

/** Writes a line when it comes and one when it goes. */
const visitor = (name: string, stay = '0.3'): string[] => [
  ...['sh', '-c', `echo in ${name} >> log; sleep ${stay}; echo out ${name} >> log`],
];

function linesOf(project: TestProject): string[] {
  const path = join(project.folder, 'log');
  return existsSync(path) ? readFileSync(path, 'utf8').trimEnd().split('\n') : [];
}

/** The most that were in at one moment, of those that were not killed inside. */
function mostInside(lines: readonly string[]): number {
  const inside = new Set<string>();
  let most = 0;
  for (const [what, name = ''] of lines.map((line) => line.split(' '))) {
    if (what === 'in' && lines.includes(`out ${name}`)) inside.add(name);
    else inside.delete(name);
    most = Math.max(most, inside.size);
  }
  return most;
}

const arrivals = (lines: readonly string[]): string[] =>
  lines.filter((line) => line.startsWith('in ')).map((line) => line.slice(3));

async function queueUp(project: TestProject, name: string, ...options: string[]): Promise<string> {
  return project.launch(visitor(name), ['--queue', '--name', name, ...options]);
}

const ended = (project: TestProject, id: string) =>
  project.statusOnce(id, ({ health }) => health === 'ended', patienceMs);

test(
  `of ${atOnce} launches at the same moment as many are accepted as the limit says, the others are refused`,
  async () => {
    const project = projectWithLimit(3);
    const launches = Array.from({ length: atOnce }, () =>
      project.call(['bg', 'run', '--json', '--', 'sleep', '120']),
    );
    const called = await Promise.all(launches);
    const said = called.map(({ stdout }): LaunchJson => JSON.parse(stdout));
    assert.equal(called.map(({ code }) => code).sort(), [
      ...Array<number>(3).fill(0),
      ...Array<number>(atOnce - 3).fill(3),
    ]);
    assert.is(said.filter(({ status }) => status === 'running').length, 3);
    for (const { errors, status } of said.filter(({ success }) => !success)) {
      assert.is(status, 'rejected');
      assert.match(errors.join(), /^3 processes are running already, which is the limit/);
    }
    const { processes } = await project.callJson<ListJson>(['bg', 'list']);
    const counted = (status: string) => processes.filter((one) => one.status === status).length;
    assert.equal([counted('running'), counted('rejected'), processes.length], [3, atOnce - 3, atOnce]);
  },
  slow,
);

test(
  `${atOnce} that queue all run, never more than the limit at once, also when one that runs and one that waits are killed`,
  async () => {
    const project = projectWithLimit(3);
    const names = Array.from({ length: atOnce }, (_, index) => `v${index}`);
    const doomed = await project.launch(['sh', '-c', 'echo in doomed >> log; exec sleep 120']);
    const ids = await Promise.all(names.map((name) => queueUp(project, name)));
    const waiting = await eventually(() => waitingOf(project, ids), patienceMs);
    const runs = await project.event(doomed, 'process.started');
    for (const pid of [waiting.supervisorPid, runs.supervisorPid, runs.pid]) process.kill(pid, 'SIGKILL');
    const others = ids.filter((id) => id !== waiting.id);
    assert.is((await project.call(['bg', 'wait', ...others])).code, 0);
    const lines = linesOf(project);
    assert.is(arrivals(lines).length, others.length + 1);
    assert.ok(mostInside(lines) <= 3, lines.join('\n'));
    for (const id of [doomed, waiting.id]) assert.is((await ended(project, id)).reason, 'lost');
    assert.not.ok(project.events(waiting.id).some(({ type }) => type === 'process.started'));
  },
  slow,
);

/** One that has not started yet, of the last ones. */
function waitingOf(
  project: TestProject,
  ids: readonly string[],
): { id: string; supervisorPid: number } | null {
  for (const id of [...ids].reverse()) {
    const events = project.events(id);
    const launched = events.find((event) => event.type === 'process.launched');
    const isQueued = events.some(({ type }) => type === 'process.queued');
    const isStarted = events.some(({ type }) => type === 'process.started');
    if (launched?.type === 'process.launched' && isQueued && !isStarted)
      return { id, supervisorPid: launched.data.supervisorPid };
  }
  return null;
}

test(
  'first come, first served, also over the dead body of one before',
  async () => {
    const project = projectWithLimit(1);
    const first = await project.launch(['sleep', '120']);
    const names = ['a', 'b', 'c', 'd', 'e'];
    const ids: string[] = [];
    for (const name of names) ids.push(await queueUp(project, name));
    const victim = await project.event(ids[1] ?? '', 'process.launched');
    process.kill(victim.supervisorPid, 'SIGKILL');
    const { code, stdout } = await project.call(['bg', 'list', '--status', 'queued']);
    assert.is(code, 0);
    assert.match(stdout, 'Queued Background Processes (4)');
    const going = (await project.call(['bg', 'status'])).stdout;
    assert.match(
      going,
      /^Running Background Processes \(1\):\n[\s\S]*\nQueued Background Processes \(4\):\n/,
    );
    await project.call(['bg', 'stop', first, '--yes']);
    await project.call(['bg', 'wait', ...ids]);
    assert.equal(arrivals(linesOf(project)), ['a', 'c', 'd', 'e']);
    assert.is(mostInside(linesOf(project)), 1);
  },
  slow,
);

test(
  'a command that outlives its supervisor keeps its slot',
  async () => {
    const project = projectWithLimit(1);
    const orphan = await project.launch(visitor('orphan', '2'));
    const { supervisorPid } = await project.event(orphan, 'process.started');
    process.kill(supervisorPid, 'SIGKILL');
    await eventually(() => (isAlive(supervisorPid) ? null : true));
    assert.is((await project.call(['bg', 'run', '--', 'true'])).code, 3);
    const next = await queueUp(project, 'next');
    assert.is((await ended(project, next)).status, 'completed');
    assert.equal(linesOf(project), ['in orphan', 'out orphan', 'in next', 'out next']);
  },
  slow,
);

test(
  'whoever deletes run/ changes nothing for what runs and what waits',
  async () => {
    const project = projectWithLimit(1);
    const first = await project.launch(['sleep', '120']);
    const a = await queueUp(project, 'a');
    rmSync(join(project.folder, '.tapps-agents', 'run'), { recursive: true });
    assert.is((await project.call(['bg', 'run', '--', 'true'])).code, 3);
    const b = await queueUp(project, 'b');
    await project.call(['bg', 'stop', first, '--yes']);
    await project.call(['bg', 'wait', a, b]);
    assert.equal(linesOf(project), ['in a', 'out a', 'in b', 'out b']);
  },
  slow,
);

test('whoever removes the whole project has ended the wait, and nothing comes back', async () => {
  const project = projectWithLimit(1);
  const first = await project.launch(['sleep', '120']);
  const waiting = await queueUp(project, 'a');
  const { pid, supervisorPid } = await project.event(first, 'process.started');
  const state = join(project.folder, '.tapps-agents');
  rmSync(state, { recursive: true });
  await eventually(() => (processesOf(waiting).length === 0 ? true : null), patienceMs);
  assert.not.ok(existsSync(state));
  for (const one of [supervisorPid, pid]) process.kill(one, 'SIGKILL');
  assert.equal(linesOf(project), []);
});

test('a slot is free as soon as a process is over: one after the other needs no queue', async () => {
  const project = projectWithLimit(1);
  for (let count = 0; count < 5; count += 1)
    assert.is((await project.call(['bg', 'run', '--wait', '--quiet', '--', 'true'])).code, 0);
  const tickets = readdirSync(join(project.folder, '.tapps-agents', 'run', 'tickets'));
  assert.ok(tickets.length <= 2, tickets.join());
});

test('a launcher that dies with its ticket in its hand takes no slot with it', async () => {
  const project = projectWithLimit(1);
  for (const step of ['launch.after-ticket', 'launch.after-supervisor', 'launch.after-launched']) {
    const env = { NODE_ENV: 'test', TAPPS_FAILPOINT: `${step}:kill` };
    assert.is((await project.call(['bg', 'run', '--', 'true'], { env })).code, -1);
    assert.is((await project.call(['bg', 'run', '--wait', '--queue', '--', 'true'])).code, 0, step);
  }
});

test('the limit is kept without validation too, and a queue takes the place of the refusal', async () => {
  const project = projectWithLimit(1);
  await project.launch(['sleep', '120']);
  const refused = await project.call(['bg', 'run', '--no-validate', '--', 'true']);
  assert.is(refused.code, 3);
  assert.match(refused.stderr, 'add --queue to wait for a free slot');
  const { code, stdout } = await project.call(['bg', 'run', '--no-validate', '--queue', '--', 'true']);
  assert.is(code, 0);
  assert.match(stdout, /^⏳ Process queued \(ID: [a-z0-9]{8}\): it starts when a slot is free\nMonitor: /);
});

test.run();
