// timeout: 180s
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { InboxEvent, InboxJson } from '../../schemas/generated/types.ts';
import { fitsSchema } from '../rig/output-schemas.ts';
import { type CallOptions, eventually, isAlive, TestProject } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('the inbox');
const project = new TestProject();
test.after(() => project.end());

/** Each test is a consumer of its own that has heard of all before. */
let consumer = '';
test.beforeEach(async () => {
  consumer = `test-${Math.random().toString(36).slice(2)}`;
  await inbox();
});

const until = (file: string): string => `while [ ! -e ${file} ]; do sleep 0.05; done`;
const allow = (file: string): void => writeFileSync(join(project.folder, file), '');

const inbox = (options: readonly string[] = [], call: CallOptions = {}) =>
  project.call(['bg', 'inbox', '--consumer', consumer, ...options], call);

async function events(options: readonly string[] = []): Promise<InboxEvent[]> {
  const { stdout } = await inbox([...options, '--json']);
  fitsSchema('inbox', stdout);
  const { events }: InboxJson = JSON.parse(stdout);
  return events;
}

test('each end is told once, the oldest first, whoever launched it; then there is nothing new', async () => {
  const good = await project.launch(['true'], ['--wait']);
  const bad = await project.launch(['sh', '-c', 'exit 3']);
  await project.call(['bg', 'wait', bad]);
  const long = await project.launch(['sleep', '600']);
  await project.call(['bg', 'stop', long, '--yes', '--reason', 'enough']);
  await project.launch(['sleep', '600']);
  const { code, stdout, stderr } = await inbox();
  assert.equal(stdout.split('\n'), [
    `✅ Process ${good} completed successfully`,
    `❌ Process ${bad} failed: exited with code 3`,
    `⏹️  Process ${long} was stopped: enough`,
    '',
  ]);
  assert.equal([code, stderr], [0, '']);
  assert.equal(await inbox(), { code: 0, stdout: 'Nothing new\n', stderr: '' });
});

test('as JSON it is one line of the published shape, also when there is nothing', async () => {
  const id = await project.launch(['sh', '-c', 'exit 4']);
  const [event, ...more] = await events(['--wait']);
  assert.equal(more, []);
  const { at, ...rest } = event ?? { at: null };
  assert.equal(rest, {
    process: id,
    kind: 'failed',
    status: 'failed',
    reason: 'exit_code',
    message: 'exited with code 4',
    repeat: false,
  });
  assert.is(at, (await project.status(id)).endedAt);
  assert.equal(await events(), []);
});

test('--wait blocks until something ends; a launch that is refused, one that waits and one that runs are no news', async () => {
  await project.call(['bg', 'run', '--', 'no-such-command-here']);
  const id = await project.launch(['sh', '-c', until('wait')]);
  const silent = await inbox(['--wait', '--timeout', '1s']);
  assert.equal([silent.code, silent.stdout], [124, '']);
  assert.match(silent.stderr, /^❌ Timed out after 1s\n$/);
  const asJson = await inbox(['--wait', '--timeout', '300ms', '--json']);
  assert.equal([asJson.code, asJson.stdout], [124, '{"events":[]}\n']);
  const waiting = inbox(['--wait', '--timeout', '60s']);
  allow('wait');
  assert.equal(await waiting, { code: 0, stdout: `✅ Process ${id} completed successfully\n`, stderr: '' });
});

test('an orphan that still runs has not ended; what became of it is told when it has', async () => {
  const id = await project.launch(['sh', '-c', until('orphan')]);
  const { supervisorPid } = await project.event(id, 'process.started');
  const waiting = inbox(['--wait', '--timeout', '60s']);
  process.kill(supervisorPid, 'SIGKILL');
  await eventually(() => (isAlive(supervisorPid) ? null : true));
  assert.equal(await events(['--peek']), []);
  allow('orphan');
  assert.match((await waiting).stdout, `❌ Process ${id} failed: `);
  assert.is((await project.status(id)).reason, 'lost');
  assert.equal(await events(), []);
});

test('who is left running is said', async () => {
  const id = await project.launch(['sh', '-c', 'sleep 600 & sleep 600 & exit 0']);
  const { stdout } = await inbox(['--wait', '--timeout', '60s']);
  assert.is(stdout, `✅ Process ${id} completed, but 2 processes it started still run\n`);
  await project.call(['bg', 'stop', id, '--yes', '--grace', '100ms']);
});

for (const [step, isOut] of [
  ['inbox.after-pending', false],
  ['inbox.after-output', true],
  ['inbox.before-moved', true],
] as const) {
  test(`killed at ${step}: it is told again with a mark, and then no more`, async () => {
    const id = await project.launch(['true'], ['--wait']);
    const killed = await inbox([], { env: { NODE_ENV: 'test', TAPPS_FAILPOINT: `${step}:kill` } });
    const line = `✅ Process ${id} completed successfully`;
    assert.equal([killed.code, killed.stdout], [-1, isOut ? `${line}\n` : '']);
    assert.is((await inbox()).stdout, `${line} (again)\n`);
    assert.equal(await events(), []);
  });
}

test('what did not get out was not told: a full disk behind stdout, a reader that is gone', async () => {
  const id = await project.launch(['true'], ['--wait']);
  const shell = (script: string) =>
    spawnSync('sh', ['-c', script], {
      cwd: project.folder,
      encoding: 'utf8',
      env: {
        ...process.env,
        TAPPS: `${process.execPath} ${project.program} bg inbox --consumer ${consumer}`,
      },
    });
  const full = shell('$TAPPS > /dev/full');
  assert.equal([full.status, full.stdout], [1, '']);
  assert.match(full.stderr, 'ENOSPC');
  const closed = shell('{ $TAPPS; echo "exit $?" >&2; } | true');
  assert.is(closed.stderr, 'exit 1\n');
  const file = shell('$TAPPS > told');
  assert.is(file.status, 0);
  const told = readFileSync(join(project.folder, 'told'), 'utf8');
  assert.is(told, `✅ Process ${id} completed successfully (again)\n`);
  assert.equal(await events(), []);
});

test('a damaged cursor is said on stderr, and everything may be told again', async () => {
  const id = await project.launch(['true'], ['--wait']);
  assert.is((await events()).length, 1);
  const cursor = `.tapps-agents/run/inbox/${consumer}.json`;
  writeFileSync(join(project.folder, cursor), '{"v":1,');
  const { code, stdout, stderr } = await inbox(['--json']);
  assert.is(code, 0);
  assert.match(stderr, new RegExp(`^⚠️  ${cursor} is damaged .+\n$`));
  const { events: told }: InboxJson = JSON.parse(stdout);
  assert.ok(told.some(({ process }) => process === id));
  assert.ok(told.every(({ repeat }) => repeat));
  assert.equal(await events(), []);
});

test('what makes no sense is refused with exit code 2', async () => {
  for (const words of [
    ['--consumer', '../evil'],
    ['--consumer', ''],
    ['--timeout', '5s'],
    ['--wait', '--timeout', 'soon'],
    ['leftover'],
  ])
    assert.is((await project.call(['bg', 'inbox', ...words])).code, 2, words.join(' '));
  assert.not.ok(existsSync(join(project.folder, '.tapps-agents', 'evil.json')));
});

test.run();
