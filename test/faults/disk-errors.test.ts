// timeout: 240s
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ListJson } from '../../schemas/generated/types.ts';
import { projectAt } from '../../src/journal/project-paths.ts';
import { observe } from '../../src/observe/observe.ts';
import { readThrough } from '../rig/given-journal.ts';
import { eventually, isAlive, TestProject } from '../rig/project.ts';
import { FailingCalls } from '../rig/strace.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('a disk that says no, and later yes');
const project = new TestProject();
test.before(() => {
  // No heartbeat comes in between: what is written while the disk says no is the end alone.
  mkdirSync(join(project.folder, '.tapps-agents'), { mode: 0o700 });
  const settings = 'background_processes: {health_check_interval: 300, max_concurrent_processes: 100}\n';
  writeFileSync(join(project.folder, '.tapps-agents', 'config.yaml'), settings);
});
test.after(() => project.end());

const traced = { needs: ['strace', 'procfs'], timeoutMs: 120_000 } as const;
const patienceMs = 40_000;
const pauseMs = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

type Waiting = {
  readonly id: string;
  readonly supervisor: number;
  readonly path: string;
  readonly finish: () => Promise<void>;
};

/** A command that ends when it is told to. */
async function launchWaiting(): Promise<Waiting> {
  const gate = join(project.folder, `go-${Math.random()}`);
  const id = await project.launch(['sh', '-c', `until [ -e ${gate} ]; do sleep 0.05; done`]);
  const { pid, supervisorPid } = await project.event(id, 'process.started');
  const finish = async (): Promise<void> => {
    writeFileSync(gate, '');
    await eventually(() => (isAlive(pid) ? null : true), patienceMs);
  };
  return { id, supervisor: supervisorPid, path: project.journalPath(id), finish };
}

/** Whose and which event each line is that tells the end. */
function endsIn(id: string): string[] {
  const { events } = readThrough(project.journalPath(id), id);
  return events
    .filter(({ event }) => event.type === 'process.exited')
    .map(({ event }) => `${event.by} ${event.n}`);
}

/** The end is there, as one event for readers, and the journal is sound. */
async function assertEnded({ id }: Waiting): Promise<void> {
  await eventually(() => (endsIn(id).length > 0 ? true : null), patienceMs);
  const { state, verdict } = await observe(projectAt(project.folder), id);
  assert.equal([verdict.status, state.life.phase], ['completed', 'ended']);
  assert.is(new Set(endsIn(id)).size, 1, 'each copy is the same event');
  assert.is((await project.call(['bg', 'verify', id])).code, 0);
}

test.fault(
  28,
  'a journal whose disk cannot read it is named, and the list has all the others',
  async () => {
    const [sound, broken] = [await project.launch(['true'], []), await project.launch(['true'], [])];
    for (const id of [sound, broken]) await project.event(id, 'process.exited');
    const path = project.journalPath(broken);
    rmSync(join(project.folder, '.tapps-agents', 'cache'), { recursive: true, force: true });
    const { status, stdout, stderr } = spawnSync(
      'strace',
      [
        ...['-f', '-qq', '-o', '/dev/null', '-P', path, '-e', 'inject=read,pread64,preadv:error=EIO'],
        ...[process.execPath, project.program, 'bg', 'list', '--json'],
      ],
      { cwd: project.folder, encoding: 'utf8', timeout: 60_000 },
    );
    assert.is(status, 0, stderr);
    const { processes }: ListJson = JSON.parse(stdout);
    const shown = processes.map(({ id }) => id);
    assert.ok(shown.includes(sound) && !shown.includes(broken), shown.join(' '));
    assert.match(stderr, `${broken}.ndjson cannot be read: the disk cannot read it`);
  },
  traced,
);

test.fault(
  31,
  'a quota that is used up is told by its name, which Node does not know',
  () => {
    const inject = [
      '-P',
      join(project.folder, '.tapps-agents', 'journal'),
      '-e',
      'inject=openat:error=EDQUOT',
    ];
    const launch = [process.execPath, project.program, 'bg', 'run', '--', 'true'];
    const { status, stderr } = spawnSync('strace', ['-f', '-qq', '-o', '/dev/null', ...inject, ...launch], {
      cwd: project.folder,
      encoding: 'utf8',
      timeout: 60_000,
    });
    assert.is(status, 3, stderr);
    assert.match(stderr, 'quota');
  },
  traced,
);

for (const [call, copies] of [
  ['write,pwrite64:error=EIO:when=1..3', 1],
  ['fdatasync:error=EIO:when=1', 2],
] as const)
  test.fault(
    33,
    `an end whose ${call.split(':')[0]} fails is appended again, as the same event`,
    async () => {
      const waiting = await launchWaiting();
      const failing = await FailingCalls.of(waiting.supervisor, waiting.path, [call]);
      await waiting.finish();
      await assertEnded(waiting);
      assert.is(endsIn(waiting.id).length, copies);
      await failing.end();
    },
    traced,
  );

test.fault(
  71,
  'a command whose output its disk does not know any more comes to its end, with its exit code',
  async () => {
    const waiting = await launchWaiting();
    const output = join(project.folder, '.tapps-agents', 'output', `${waiting.id}.output`);
    const stale = ['statx,fstat,newfstatat,pread64,read:error=ESTALE'];
    const failing = await FailingCalls.of(waiting.supervisor, output, stale);
    await waiting.finish();
    await assertEnded(waiting);
    await failing.end();
  },
  traced,
);

test.fault(
  34,
  'a file system that turned read-only is waited for: the supervisor lives, and records the end afterwards',
  async () => {
    const waiting = await launchWaiting();
    const readOnly = ['write,pwrite64:error=EROFS'];
    const failing = await FailingCalls.of(waiting.supervisor, waiting.path, readOnly);
    await waiting.finish();
    await pauseMs(1500);
    assert.equal(endsIn(waiting.id), [], 'it could be written: the test proves nothing');
    assert.ok(isAlive(waiting.supervisor));
    await failing.end();
    await assertEnded(waiting);
  },
  traced,
);

test.fault(
  30,
  'another attempt, for which no launcher waits, begins once it can be recorded: its supervisor lives on',
  async () => {
    const once = 'if [ -e first ]; then exit 0; else touch first; exit 3; fi';
    const launch = ['bg', 'run', '--quiet', '--retries', '1', '--retry-delay', '3s', '--', 'sh', '-c', once];
    const id = (await project.call(launch)).stdout.trim();
    const { supervisorPid } = await project.event(id, 'process.started');
    await project.event(id, 'process.exited');
    const path = project.journalPath(id);
    const failing = await FailingCalls.of(supervisorPid, path, ['write,pwrite64:error=ENOSPC']);
    await pauseMs(4500);
    const starts = (): number => readFileSync(path, 'utf8').split('"process.started"').length - 1;
    assert.is(starts(), 1, 'it could be written: the test proves nothing');
    assert.ok(isAlive(supervisorPid));
    await failing.end();
    await eventually(() => (endsIn(id).length === 2 ? true : null), patienceMs);
    assert.is(starts(), 2);
    assert.is((await observe(projectAt(project.folder), id)).verdict.status, 'completed');
  },
  traced,
);

test.fault(
  32,
  'a limit of file size ends no supervisor: what was written in part is not gone on with, and the end comes later',
  async () => {
    const waiting = await launchWaiting();
    const limit = (bytes: string): void =>
      void execFileSync('prlimit', ['--pid', String(waiting.supervisor), `--fsize=${bytes}:unlimited`]);
    limit(String(statSync(waiting.path).size + 100));
    await waiting.finish();
    await eventually(() => (readFileSync(waiting.path, 'utf8').endsWith('\n') ? null : true), patienceMs);
    await pauseMs(1000);
    assert.equal(endsIn(waiting.id), []);
    assert.ok(isAlive(waiting.supervisor));
    limit('unlimited');
    await assertEnded(waiting);
  },
  { needs: 'procfs', timeoutMs: 120_000 },
);

test.run();
