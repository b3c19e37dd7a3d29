import fc from 'fast-check';
import { runPicture } from '../../projections/run-picture.ts';
import * as given from '../rig/given-events.ts';
import type { GivenEvent } from '../rig/given-journal.ts';
import { assert, suite } from '../rig/suite.ts';
import { anyHistory } from './any-event.ts';
import { told } from './told.ts';

const test = suite('picture of a run');
const begun = [given.requested(), given.validated(), given.launched(), given.started()];
const pictureOf = (events: readonly GivenEvent[]) => runPicture(told(events));
const repeated = (count: number, event: GivenEvent): GivenEvent[] =>
  Array.from({ length: count }, () => event);

test('it has the load over time, and what happened without it', () => {
  const events = [...begun, given.heartbeat({ cpuPercent: 7, memoryBytes: 100 }), given.exited({ code: 0 })];
  const { loads, first, leftOut, newest, spanMs } = pictureOf(events);
  assert.equal(loads, [{ sinceLaunchMs: 4000, cpuPercent: 7, memoryBytes: 100 }]);
  assert.equal(
    first.map(({ type }) => type),
    ['launch.requested', 'launch.validated', 'process.launched', 'process.started', 'process.exited'],
  );
  assert.equal([leftOut, newest, spanMs], [0, [], 5000]);
});

test('what is told of it later does not make it longer', () => {
  const { spanMs, first } = pictureOf([
    ...begun,
    given.exited({ code: 0 }),
    given.completed(),
    given.noticeSent(),
  ]);
  assert.equal([spanMs, first.length], [4000, 7]);
});

test('progress may come a thousand times, and is not told', () => {
  const { first } = pictureOf([...begun, ...repeated(1000, given.progressed({ percent: 3 }))]);
  assert.is(first.length, begun.length);
});

test('of very many events the first and the newest are told, and how many are not', () => {
  const warnings = Array.from({ length: 1000 }, (_, n) => given.warned({ message: `number ${n}` }));
  const { first, leftOut, newest } = pictureOf(warnings);
  assert.equal([first.length, newest.length, leftOut], [200, 200, 600]);
  assert.equal([first.at(-1)?.words, newest[0]?.words], ['warning: number 199', 'warning: number 800']);
});

test('of very many heartbeats no peak is lost', () => {
  const beats = Array.from({ length: 5000 }, (_, n) =>
    given.heartbeat({ cpuPercent: n === 1234 ? 900 : 5, memoryBytes: n === 4321 ? 10 ** 9 : null }),
  );
  const { loads } = pictureOf([...begun, ...beats]);
  assert.ok(loads.length > 290 && loads.length <= 600, String(loads.length));
  const inOlderHalf = loads.filter(({ sinceLaunchMs }) => sinceLaunchMs < 2_500_000).length;
  assert.ok(Math.abs(inOlderHalf - loads.length / 2) <= 2, `${inOlderHalf} of ${loads.length}`);
  assert.is(Math.max(...loads.map(({ cpuPercent }) => cpuPercent ?? 0)), 900);
  assert.is(Math.max(...loads.map(({ memoryBytes }) => memoryBytes ?? 0)), 10 ** 9);
});

test('an event whose append was tried again is one', () => {
  const [event] = told([given.warned()]);
  assert.ok(event);
  assert.is(runPicture([event, event]).first.length, 1);
});

test('whatever happened, times go forward from 0 and nothing is counted twice', () => {
  fc.assert(
    fc.property(anyHistory, (events) => {
      const { loads, first, newest, leftOut, spanMs } = pictureOf(events);
      const times = loads.map(({ sinceLaunchMs }) => sinceLaunchMs);
      assert.ok(times.every((ms) => ms >= 0 && ms <= spanMs));
      assert.ok(loads.length + first.length + newest.length + leftOut <= events.length);
    }),
  );
});

test.run();
