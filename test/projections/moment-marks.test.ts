import { foldAll, foldEvent, startFold } from '../../projections/fold.ts';
import { type MomentMark, marksOf } from '../../projections/moment-marks.ts';
import type { ReadEvent } from '../../schemas/event.ts';
import * as given from '../rig/given-events.ts';
import { assert, suite } from '../rig/suite.ts';
import { spawnFailed } from './any-event.ts';
import { foreign, told } from './told.ts';

const test = suite('moment marks');
const id = 'k3f9a2c7';

test('a change of the status is marked where it happens, and nowhere else', () => {
  const life = [
    given.requested(),
    given.launched(),
    given.started(),
    given.noted(),
    given.exited({ code: 3 }),
  ];
  assert.equal(statusesOf(told([...life, given.failed()])), [
    'queued',
    null,
    'running',
    null,
    'failed',
    null,
  ]);
  const refused = given.validated({ valid: false });
  assert.equal(statusesOf(told([given.requested(), refused])), ['queued', 'rejected']);
  assert.equal(statusesOf(told([given.requested(), spawnFailed()])), ['queued', 'failed']);
});

test('memory is marked when it is a tenth more than ever', () => {
  const beats = [100, 105, 120, 90, 119, 140].map((memoryBytes) => given.heartbeat({ memoryBytes }));
  const marks = marksAlong(told([given.requested(), given.started(), ...beats])).slice(2);
  assert.equal(
    marks.map((some) => some.map(({ mark }) => mark)),
    [[], [], ['most_memory'], [], [], ['most_memory']],
  );
});

test('the end is marked with what the run took', () => {
  const usage = { cpuPercent: 12.5, peakMemoryBytes: 3_145_728 };
  const marks = marksAlong(
    told([given.requested(), given.started(), given.exited({ durationMs: 6020, usage })]),
  );
  assert.equal(marks.at(-1), [
    { mark: 'status', status: 'completed' },
    { mark: 'took', durationMs: 6020, ...usage },
  ]);
});

test('a second copy is called one; of what is not understood nothing is marked', () => {
  const [first, ...others] = told([given.requested(), given.noted()]);
  if (first === undefined) throw new Error('no event');
  const [, copy, , newer] = marksAlong([first, first, ...others, foreign(5)]);
  assert.equal([copy, newer], [[{ mark: 'copy' }], []]);
});

test.run();

function marksAlong(events: readonly ReadEvent[]): MomentMark[][] {
  let fold = startFold(id);
  const marks = events.map((read) => {
    const before = fold;
    fold = foldEvent(fold, read);
    return marksOf(before, read, fold);
  });
  assert.equal(fold.state, foldAll(id, events).state);
  return marks;
}

function statusesOf(events: readonly ReadEvent[]): (string | null)[] {
  return marksAlong(events).map(
    (marks) =>
      marks.map((one) => (one.mark === 'status' ? one.status : null)).find((one) => one !== null) ?? null,
  );
}
