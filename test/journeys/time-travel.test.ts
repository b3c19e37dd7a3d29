import { foldAll } from '../../projections/fold.ts';
import { judgeThen } from '../../projections/time-travel.ts';
import type { ListJson, ProcessJson } from '../../schemas/generated/types.ts';
import { readThrough } from '../rig/given-journal.ts';
import { fitsSchema } from '../rig/output-schemas.ts';
import { TestProject } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('time travel as a user sees it');
const project = new TestProject();
const patient = { timeoutMs: 90_000 };
let first = '';
let second = '';

test.before(async () => {
  first = await project.launch(['sh', '-c', 'echo "Step 1/2: Fetch"; sleep 0.3; exit 3'], ['--name', 'a']);
  await project.statusOnce(first, ({ status }) => status === 'failed', 30_000);
  second = await project.launch(['true'], ['--name', 'b']);
  await project.statusOnce(second, ({ status }) => status === 'completed', 30_000);
});
test.after(() => project.end());

test(
  'replay --seq n is the status that the first n events make',
  async () => {
    const { events } = readThrough(project.journalPath(first), first);
    for (let n = 1; n <= events.length; n += 1) {
      const { stdout } = await project.call(['bg', 'replay', 'a', '--seq', String(n), '--json']);
      fitsSchema('process', stdout);
      const then: ProcessJson = JSON.parse(stdout);
      const { state } = foldAll(first, events.slice(0, n));
      const { status, health, because } = judgeThen(state);
      assert.equal([then.status, then.health, then.because], [status, health, because], `event ${n}`);
      assert.equal(then.progress, state.facts.progress);
    }
  },
  patient,
);

test(
  'list --at and status --at show what was, and need nobody to be alive',
  async () => {
    const started = atOf(first, 'process.started');
    const exited = atOf(first, 'process.exited');
    assert.equal(await listedAt(started), [[first, 'running']]);
    assert.equal(await listedAt(exited), [[first, 'failed']]);
    assert.equal(await listedAt(before(atOf(first, 'launch.requested'))), []);
    assert.equal(await listedAt('0.001s'), [
      [second, 'completed'],
      [first, 'failed'],
    ]);
    const running = await project.callJson<ListJson>(['bg', 'status', '--at', started]);
    assert.equal([running.processes.map(({ id }) => id), running.watcher], [[first], null]);
    assert.is((await project.call(['bg', 'status', '--at', exited, '--exit-code'])).code, 0);
    assert.is((await project.call(['bg', 'status', 'a', '--at', started, '--exit-code'])).code, 6);
    const last = await project.callJson<ProcessJson>(['bg', 'status', '@last', '--at', started]);
    assert.equal([last.id, last.status], [first, 'running'], 'the last one of then');
  },
  patient,
);

test('filters choose by what a process was at that moment', async () => {
  const exited = atOf(first, 'process.exited');
  assert.equal(await listedAt(exited, '--status', 'running'), []);
  assert.equal(await listedAt(exited, '--status', 'failed', '--limit', '1'), [[first, 'failed']]);
  assert.equal(await listedAt(exited, '--since', '1m'), [[first, 'failed']]);
  assert.equal(await listedAt(exited, '--since', '1ms'), []);
});

test('a list of the past says of when it is', async () => {
  const { stdout, code } = await project.call(['bg', 'list', '--at', atOf(first, 'process.started')]);
  assert.is(code, 0);
  assert.match(stdout, /^Background Processes at \d\d:\d\d:\d\d \(1\):\nID /);
  const nothing = await project.call(['bg', 'list', '--at', '2020-01-01T10:30']);
  assert.equal([nothing.code, nothing.stdout], [0, 'No background processes at 2020-01-01 10:30:59\n']);
});

test('a moment that is none is wrong usage, as is one that is watched', async () => {
  for (const words of [
    ['list', '--at', 'lately'],
    ['status', '--at', 'lately'],
  ])
    assert.is((await project.call(['bg', ...words])).code, 2, words.join(' '));
  assert.is((await project.call(['bg', 'status', 'a', '--watch', '--at', '1h'])).code, 2);
  assert.is((await project.call(['bg', 'status', 'a', '--at', '2020-01-01T10:30'])).code, 2);
});

test.run();

async function listedAt(moment: string, ...filter: string[]): Promise<(readonly [string, string])[]> {
  const { stdout } = await project.call(['bg', 'list', '--json', '--at', moment, ...filter]);
  fitsSchema('list', stdout);
  const { processes, watcher }: ListJson = JSON.parse(stdout);
  assert.is(watcher, null);
  return processes.map(({ id, status }) => [id, status] as const);
}

function atOf(id: string, type: string): string {
  const found = project.events(id).find((event) => event.type === type);
  if (found === undefined) throw new Error(`${id} has no ${type}`);
  return found.at;
}

function before(at: string): string {
  return new Date(Date.parse(at) - 1).toISOString();
}
