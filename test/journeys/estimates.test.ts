import { mkdirSync } from 'node:fs';
import type { ListJson } from '../../schemas/generated/types.ts';
import { projectAt } from '../../src/journal/project-paths.ts';
import * as given from '../rig/given-events.ts';
import { append, type GivenEvent, journalIn, openWriter } from '../rig/given-journal.ts';
import { fitsSchema } from '../rig/output-schemas.ts';
import { TestProject } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('what is still to come');
const project = new TestProject();
const tenMinutesMs = 600_000;
let running = '';

test.before(async () => {
  running = await project.launch(['sleep', '300'], ['--type', 'nightly']);
});
test.after(() => project.end());

test('with fewer than two good runs of the type nothing is said', async () => {
  givenPastRun('past0001', given.exited({ durationMs: tenMinutesMs }));
  givenPastRun('past0002', given.exited({ durationMs: tenMinutesMs, code: 3 }));
  givenPastRun('past0003', given.exited({ durationMs: tenMinutesMs }), 'weekly');
  assert.is((await project.status(running)).etaMs, null);
  assert.not.match((await project.call(['bg', 'status', running])).stdout, /^ETA/m);
  assert.not.match((await project.call(['bg', 'list', '--status', 'running'])).stdout, /Remark/);
});

test('with two it is in status and list, in words and as JSON', async () => {
  givenPastRun('past0004', given.exited({ durationMs: tenMinutesMs }));
  const status = await project.call(['bg', 'status', running]);
  assert.match(status.stdout, /^ETA: about \d+m left \(from 2 runs\)$/m);
  const list = await project.call(['bg', 'list', '--status', 'running']);
  assert.match(list.stdout, /^ID +Type +Status +Progress +Started +Duration +Remark$/m);
  assert.match(list.stdout, /about \d+m left \(from 2 runs\)$/m);
  const one = await project.call(['bg', 'status', running, '--json']);
  fitsSchema('process', one.stdout);
  const { etaMs } = JSON.parse(one.stdout);
  assert.ok(etaMs > 0 && etaMs <= tenMinutesMs, `${etaMs}`);
  const { processes } = await project.callJson<ListJson>(['bg', 'list']);
  for (const { id, etaMs: left } of processes) assert.is(left !== null, id === running, id);
  const { processes: going } = await project.callJson<ListJson>(['bg', 'status']);
  assert.ok((going[0]?.etaMs ?? 0) > 0);
});

test('the past has no estimates, and a run that takes longer than each before is said to', async () => {
  const then = await project.call(['bg', 'list', '--json', '--at', '0.001s']);
  assert.ok(JSON.parse(then.stdout).processes.every(({ etaMs }: { etaMs: unknown }) => etaMs === null));
  for (const id of ['past0005', 'past0006'])
    givenPastRun(id, given.exited({ durationMs: 1 }), 'nightly', ['sleep', '300']);
  const { stdout } = await project.call(['bg', 'status', running]);
  assert.match(stdout, /^ETA: unknown: it takes longer than each of 2 runs$/m);
});

test.run();

function givenPastRun(
  id: string,
  end: GivenEvent,
  type = 'nightly',
  command: [string, ...string[]] = ['make', 'all'],
): void {
  const place = projectAt(project.folder);
  mkdirSync(place.journalFolder, { recursive: true, mode: 0o700 });
  const journal = journalIn(place, id);
  const output = `.tapps-agents/output/${id}.output`;
  for (const event of [
    given.requested({ type, command, output }),
    given.validated(),
    given.launched(),
    given.started(),
    end,
  ]) {
    const writer = openWriter(journal, event.by);
    append(writer, event);
    writer.close();
  }
}
