import fc from 'fast-check';
import type { Progress, ProgressReading } from '../../src/output/progress-line.ts';
import { ProgressTracker } from '../../src/output/progress-tracker.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('sequences of progress');

const percent = fc.integer({ min: 0, max: 1000 }).map((tenths) => tenths / 10);
const steps = fc.constantFrom<readonly [number, number]>(
  [1, 3],
  [2, 3],
  [3, 3],
  [1, 1],
  [2, 5],
  [4, 5],
  [5, 5],
);
const bars = percent.map(
  (value): ProgressReading => ({
    source: 'guess',
    kind: 'percent',
    progress: { percent: value },
  }),
);
const begun = steps.map(
  ([step, all]): ProgressReading => ({
    source: 'guess',
    kind: 'step',
    progress: { percent: Math.floor(((step - 1) * 1000) / all) / 10, step, steps: all },
  }),
);
const said = fc.tuple(percent, steps).map(
  ([value, [step, all]]): ProgressReading => ({
    source: 'explicit',
    kind: 'percent',
    progress: { percent: value, step, steps: all },
  }),
);

/** The law in other words than the code: where may the percentage fall? */
function mayFall(before: Progress, after: Progress, { source, progress }: ProgressReading): boolean {
  if (before.steps !== after.steps) return true;
  if (before.steps === undefined) return before.percent === 100;
  if (progress.step === 1 && before.step === before.steps) return true;
  return source === 'explicit' && (progress.step ?? 0) > (before.step ?? 0);
}

test('whatever is read, the percentage falls only where a new sequence or an explicit higher step begins', () => {
  const runs = fc.array(fc.oneof(bars, begun), { maxLength: 30 });
  const spoken = fc.tuple(runs, fc.array(said, { maxLength: 30 })).map(([a, b]) => [...a, ...b]);
  fc.assert(
    fc.property(fc.oneof(runs, spoken), (readings) => {
      const tracker = new ProgressTracker();
      let before: Progress = {};
      let hasSpoken = false;
      for (const reading of readings) {
        const after = tracker.note(reading) ?? before;
        const isFirstWord: boolean = reading.source === 'explicit' && !hasSpoken;
        hasSpoken ||= isFirstWord;
        const fell = (after.percent ?? 0) < (before.percent ?? 0);
        if (fell && !isFirstWord)
          assert.ok(mayFall(before, after, reading), JSON.stringify({ before, after }));
        before = after;
      }
    }),
    { numRuns: 300 },
  );
});

test('guessed steps and the bars in them never come to 100 %', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(bars, begun), { maxLength: 30 }), (readings) => {
      const tracker = new ProgressTracker();
      for (const reading of readings) {
        const after = tracker.note(reading);
        if (after?.steps !== undefined) assert.ok((after.percent ?? 0) < 100);
      }
    }),
    { numRuns: 300 },
  );
});

test.run();
