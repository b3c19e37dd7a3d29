// timeout: 240s
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LaunchJson, ProcessJson } from '../../schemas/generated/types.ts';
import { TestProject } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('after another');
const project = new TestProject();
const slow = { timeoutMs: 120_000 };
const patienceMs = 60_000;

const folder = join(project.folder, '.tapps-agents');
mkdirSync(folder, { recursive: true, mode: 0o700 });
writeFileSync(
  join(folder, 'config.yaml'),
  'background_processes: {max_concurrent_processes: 20, monitoring_enabled: false}\n',
);
test.after(() => project.end());

/** A command that goes on when its file appears, and says so. */
const until = (file: string, then = `echo ${file}`): string[] => [
  ...['sh', '-c', `while [ ! -e ${file} ]; do sleep 0.05; done; ${then}`],
];
const allow = (file: string): void => writeFileSync(join(project.folder, file), '');
const after = (id: string, command: readonly string[], ...more: string[]): Promise<string> =>
  project.launch(command, ['--after', id, ...more]);
const ended = (id: string): Promise<ProcessJson> =>
  project.statusOnce(id, ({ health }) => health === 'ended', patienceMs);

test(
  'a chain of three runs in its order, each when the one before it has completed',
  async () => {
    const first = await project.launch(until('chain'), ['--name', 'first']);
    const second = await after('first', ['sh', '-c', 'echo two > second']);
    const third = await after(second, ['sh', '-c', 'cat second']);
    const waiting = await project.status(third);
    assert.equal([waiting.status, waiting.message], ['queued', `waits for ${second} to complete`]);
    const followed = project.call(['bg', 'logs', third, '-f']);
    const waitedFor = project.call(['bg', 'wait', third]);
    allow('chain');
    assert.equal((await followed).stdout, 'two\n');
    assert.is((await waitedFor).code, 0);
    for (const [one, next] of [
      [first, second],
      [second, third],
    ] as const) {
      const [end, start] = [await ended(one), await ended(next)];
      assert.ok((end.endedAt ?? '') <= (start.startedAt ?? ''), `${next} started before ${one} ended`);
    }
    const requested = project.events(second)[0];
    assert.is(requested?.type === 'launch.requested' ? requested.data.after : null, first);
  },
  slow,
);

test('one that has completed already is no reason to wait', async () => {
  const done = await project.launch(['true']);
  assert.is((await ended(done)).status, 'completed');
  const { code, stdout } = await project.call(['bg', 'run', '--after', done, '--json', '--', 'true']);
  const launch: LaunchJson = JSON.parse(stdout);
  assert.equal([code, launch.status], [0, 'running']);
  assert.not.ok(project.events(launch.id ?? '').some(({ type }) => type === 'process.queued'));
});

test(
  'after a failure, a stop or a removal nothing starts: it failed, blocked, and so does what comes after it',
  async () => {
    const failing = await project.launch(until('fail', 'exit 3'));
    const second = await after(failing, ['touch', 'never']);
    const third = await after(second, ['touch', 'never']);
    const stopped = await project.launch(['sleep', '120']);
    const afterStopped = await after(stopped, ['touch', 'never']);
    allow('fail');
    await project.call(['bg', 'stop', stopped, '--yes', '--reason', 'lunch']);
    const removed = await project.launch(['true']);
    await ended(removed);
    const waiting = [await ended(second), await ended(third), await ended(afterStopped)];
    for (const { status, reason, startedAt } of waiting)
      assert.equal([status, reason, startedAt], ['failed', 'blocked', null]);
    assert.equal(
      waiting.map(({ message }) => message),
      [
        `${failing}, which it was to start after, failed: exited with code 3`,
        `${second}, which it was to start after, failed: ${failing}, which it was to start after, failed: exited with code 3`,
        `${stopped}, which it was to start after, was stopped: lunch`,
      ],
    );
    const late = await project.call(['bg', 'run', '--after', failing, '--wait', '--', 'touch', 'never']);
    assert.is(late.code, 1);
    assert.not.ok(existsSync(join(project.folder, 'never')));
  },
  slow,
);

test('a journal that is removed while it is waited for blocks', async () => {
  const gone = await project.launch(['sleep', '120']);
  const next = await after(gone, ['true']);
  const { pid, supervisorPid } = await project.event(gone, 'process.started');
  for (const one of [supervisorPid, pid]) process.kill(one, 'SIGKILL');
  rmSync(project.journalPath(gone));
  const { reason, message } = await ended(next);
  assert.is(reason, 'blocked');
  assert.match(message ?? '', /was removed$|failed: it and its supervisor are gone/);
});

test('a journal that is away for a moment while it is waited for blocks nothing', async () => {
  const gate = join(project.folder, 'go');
  const first = await project.launch(['sh', '-c', `until [ -e ${gate} ]; do sleep 0.05; done`]);
  const next = await after(first, ['true']);
  const { supervisorPid } = await project.event(first, 'process.started');
  process.kill(supervisorPid, 'SIGSTOP'); // or it would put it back at once
  renameSync(project.journalPath(first), join(project.folder, 'away'));
  await new Promise((resolve) => setTimeout(resolve, 2000));
  renameSync(join(project.folder, 'away'), project.journalPath(first));
  process.kill(supervisorPid, 'SIGCONT');
  writeFileSync(gate, '');
  assert.is((await ended(next)).status, 'completed');
});

test('an unknown one, or one of several, refuses the launch, without validation too', async () => {
  for (const more of [[], ['--no-validate'], ['--dry-run']]) {
    const { code, stderr } = await project.call(['bg', 'run', ...more, '--after', 'zzzz', '--', 'true']);
    assert.is(code, 3, more.join());
    assert.match(stderr, '--after: No process matches "zzzz"');
  }
  const { stdout } = await project.call(['bg', 'run', '--json', '--after', 'zzzz', '--', 'true']);
  const { success, status, checks }: LaunchJson = JSON.parse(stdout);
  assert.equal([success, status], [false, 'rejected']);
  assert.is(checks.find(({ ok }) => !ok)?.name, 'after');
});

test('every way to launch takes both options', async () => {
  for (const way of [['bg', 'run'], ['workflow'], ['simple-mode'], ['agent'], ['bg', 'rerun']]) {
    const { stdout } = await project.call([...way, '--help']);
    assert.match(stdout, '--queue');
    assert.match(stdout, '--after');
  }
});

test('a waiting one can be stopped: it is over, and never starts', async () => {
  const long = await project.launch(['sleep', '120']);
  const next = await after(long, ['touch', 'never']);
  const stayed = project.call(['bg', 'wait', next]);
  const { code, stdout } = await project.call(['bg', 'stop', next, '--yes', '--reason', 'changed my mind']);
  assert.equal([code, stdout], [0, `✅ Stopped process ${next}\n`]);
  assert.is((await stayed).code, 1);
  const { status, message, startedAt } = await project.status(next);
  assert.equal([status, message, startedAt], ['stopped', 'stopped: changed my mind', null]);
  assert.is((await project.call(['bg', 'stop', next, '--yes'])).code, 5);
  assert.is((await project.status(long)).status, 'running');
});

test('what waits for a slot after it waited for another says so', async () => {
  const env = { TAPPS_BG_MAX_CONCURRENT_PROCESSES: '1' };
  const first = await project.launch(until('slot'));
  const next = await project.launch(['true'], ['--after', first], { env });
  await project.launch(['sleep', '120']);
  allow('slot');
  const waiting = await project.statusOnce(
    next,
    ({ message }) => message !== `waits for ${first} to complete`,
  );
  assert.equal([waiting.status, waiting.message], ['queued', 'waits for a free slot']);
  const reasons = project
    .events(next)
    .flatMap((event) => (event.type === 'process.queued' ? [event.data.reason] : []));
  assert.equal(reasons, ['after', 'limit']);
});

test('one whose supervisor was killed while it waited is lost, and never starts', async () => {
  const long = await project.launch(['sleep', '120']);
  const next = await after(long, ['touch', 'never']);
  const { supervisorPid } = await project.event(next, 'process.launched');
  process.kill(supervisorPid, 'SIGKILL');
  const { status, reason, message } = await ended(next);
  assert.equal([status, reason], ['failed', 'lost']);
  assert.match(message ?? '', 'cut off before the command started');
  assert.is((await ended(await after(next, ['true']))).reason, 'blocked');
});

test.run();
