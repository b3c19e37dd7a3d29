import { exited, heartbeat, noted, progressed, requested, started, warned } from '../rig/given-events.ts';
import type { GivenEvent } from '../rig/given-journal.ts';
import { assert, suite } from '../rig/suite.ts';
import { atSecond, stateAfter } from './told.ts';

const test = suite('accumulated facts');
const after = (...events: GivenEvent[]) => stateAfter(requested(), started(), ...events).facts;

test('the newest progress counts whole: what it does not say is unknown again', () => {
  const { progress } = after(progressed({ percent: 40, step: 4, steps: 10, label: 'link' }), {
    type: 'process.progressed',
    by: 'emit',
    data: { percent: 41, line: null, offset: null },
  });
  assert.equal(progress, { percent: 41, step: null, steps: null, label: null });
});

test('the last step is finished when the command ended well, and only then', () => {
  const last = progressed({ percent: 90, step: 10, steps: 10 });
  assert.is(after(last).progress.percent, 90);
  assert.is(after(last, exited()).progress.percent, 100);
  assert.is(after(last, exited({ code: 3 })).progress.percent, 90);
  assert.is(after(last, exited({ code: null, signal: 'SIGKILL' })).progress.percent, 90);
  assert.is(after(progressed({ percent: 80, step: 9, steps: 10 }), exited()).progress.percent, 80);
  assert.is(after(exited()).progress.percent, null);
});

test('fifty warnings are kept, the others counted', () => {
  const facts = after(...Array.from({ length: 60 }, (_, k) => warned({ message: `warning ${k}` })));
  assert.is(facts.warnings.length, 50);
  assert.is(facts.warnings.at(-1)?.message, 'warning 49');
  assert.is(facts.warningsDropped, 10);
});

test('an output that is cut again and again is one warning, the last, and the sum of what went', () => {
  const cuts = Array.from({ length: 200 }, (_, k) =>
    warned({ kind: 'output_truncated', message: `${k + 1} KiB went`, bytes: 1024 }),
  );
  const facts = after(...cuts, warned({ message: 'something else' }));
  assert.equal(
    facts.warnings.map(({ message }) => message),
    ['200 KiB went', 'something else'],
  );
  assert.equal([facts.warningsDropped, facts.outputGoneBytes], [0, 200 * 1024]);
});

test('only truncations count as gone', () => {
  assert.is(after(warned({ kind: 'output_unscanned', bytes: 7 })).outputGoneBytes, 0);
});

test('the peak is the largest ever measured; what was not measured does not lower it', () => {
  const beats = [9_000_000, null, 4_000_000].map((memoryBytes) => heartbeat({ memoryBytes }));
  assert.is(after(...beats).peakMemoryBytes, 9_000_000);
  const usage = (peakMemoryBytes: number | null) => exited({ usage: { cpuPercent: null, peakMemoryBytes } });
  assert.is(after(...beats, usage(null)).peakMemoryBytes, 9_000_000);
  assert.is(after(...beats, usage(9_500_000)).peakMemoryBytes, 9_500_000);
  assert.is(after(usage(null)).peakMemoryBytes, null);
});

test('the size of the output is that of the newest heartbeat, at the end that of the exit', () => {
  const beats = [heartbeat({ outputBytes: 10 }), heartbeat({ outputBytes: 20 })];
  assert.is(after(...beats).outputBytes, 20);
  assert.is(after(...beats, exited({ outputBytes: 35 })).outputBytes, 35);
  assert.is(after(...beats).lastHeartbeatAt, atSecond(3));
});

test('who is left running is remembered, also when it is said after the end', () => {
  const left = warned({ kind: 'left_running', pids: [51, 52] });
  assert.equal(after(left, exited()).leftRunning, [51, 52]);
  assert.equal(after(exited(), left).leftRunning, [51, 52]);
});

test('notes are counted', () => {
  assert.is(after(noted('a'), noted('b')).notes, 2);
});

test.run();
