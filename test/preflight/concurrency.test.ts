import { rmSync } from 'node:fs';
import { concurrencyCheck } from '../../src/preflight/concurrency.ts';
import { sameRunCheck } from '../../src/preflight/same-run.ts';
import type { RunningProcess } from '../../src/preflight/situation.ts';
import type { AskedRun } from '../../src/preflight/written-run.ts';
import { assert, suite } from '../rig/suite.ts';
import { emptyPlace, findingsOf, resultsOf } from './place-checks.ts';

const test = suite('concurrency and the same run');
const plan = emptyPlace();
test.after(() => rmSync(plan.projectRoot, { recursive: true, force: true }));

function running(id: string, more: Partial<RunningProcess> = {}): RunningProcess {
  const since = '2026-01-01T12:00:00.000Z';
  return { id, type: 'make', name: null, since, command: ['make', 'all'], cwd: '/p', prompt: null, ...more };
}

const limited = (max: number, ...all: readonly RunningProcess[]) =>
  concurrencyCheck({ max, running: async () => all, mayWait: false });

test('below the limit there is room, and the count is said', async () => {
  const [result] = await resultsOf(limited(3, running('a1'), running('b2')), plan);
  assert.is(result?.ok, true);
  assert.is(result?.message, '2 of 3 running');
});

test('at the limit it is an error that names who runs, and what can be done', async () => {
  const all = [
    running('k3f9a2c7', { type: 'full-sdlc' }),
    running('b2'),
    running('c3', { type: 'x\u001b[2J' }),
  ];
  assert.equal(await findingsOf(limited(3, ...all), plan), [
    {
      severity: 'error',
      message:
        '3 processes are running already, which is the limit (max_concurrent_processes: 3): k3f9a2c7 full-sdlc, b2 make, c3 x\\x1b[2J',
      hint: 'add --queue to wait for a free slot, stop one (tapps-agents bg stop k3f9a2c7), or raise max_concurrent_processes in .tapps-agents/config.yaml',
    },
  ]);
});

test('at the limit, one that waits is not refused', async () => {
  const running3 = async () => [running('a1'), running('b2'), running('c3')];
  const [result] = await resultsOf(concurrencyCheck({ max: 3, running: running3, mayWait: true }), plan);
  assert.equal([result?.ok, result?.message], [true, '3 of 3 running: it waits for a free slot']);
});

test('one is one, and over the limit five are named', async () => {
  const message = async (max: number, ...ids: readonly string[]) =>
    (await findingsOf(limited(max, ...ids.map((id) => running(id))), plan))[0]?.message;
  assert.is(
    await message(1, 'a1'),
    '1 process is running already, which is the limit (max_concurrent_processes: 1): a1 make',
  );
  assert.is(
    await message(2, 'a', 'b', 'c', 'd', 'e', 'f', 'g'),
    '7 processes are running already, over the limit (max_concurrent_processes: 2): a make, b make, c make, d make, e make and 2 more',
  );
});

const asked: AskedRun = { type: 'make', command: ['make', 'all'], cwd: '/p', prompt: null };
const twins = (wanted: Partial<AskedRun>, ...all: readonly RunningProcess[]) =>
  findingsOf(
    sameRunCheck({ ...asked, ...wanted }, async () => all),
    plan,
  );

test('the same command in the same folder is a warning with its id', async () => {
  assert.equal(await twins({}, running('z9', { cwd: '/q' }), running('k3f9a2c7')), [
    {
      severity: 'warning',
      message: 'The same command is running already: k3f9a2c7, since 2026-01-01 12:00 UTC',
      hint: 'see tapps-agents bg status k3f9a2c7',
    },
  ]);
});

test('other words, another folder, type or prompt are another run', async () => {
  const others: Partial<AskedRun>[] = [
    { command: ['make'] },
    { cwd: '/q' },
    { type: 'm' },
    { prompt: 'Add' },
  ];
  for (const other of others) assert.equal(await twins(other, running('k3f9a2c7')), []);
});

test('the same prompt for the same type is the same work, wherever and however it was launched', async () => {
  const [finding] = await twins(
    { prompt: 'Add login' },
    running('k3f9a2c7', { prompt: 'Add login', cwd: '/q', command: ['node', 'x'] }),
  );
  assert.match(finding?.message ?? '', /^The same work is running already: k3f9a2c7/);
  assert.equal(await twins({ prompt: 'Add login' }, running('k3f9a2c7', { prompt: 'Add logout' })), []);
});

test('a secret in the words does not hide a twin', async () => {
  const command = ['curl', '-u', 'me:hunter2hunter2', 'host'];
  const written = running('k3f9a2c7', { command: ['curl', '-u', 'me:***', 'host'] });
  assert.is((await twins({ command }, written)).length, 1);
});

test.run();
