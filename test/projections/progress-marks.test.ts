import * as given from '../rig/given-events.ts';
import { givenRun, type Timed } from '../rig/given-runs.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('progress marks');
const marksOf = (...happened: Timed[]) => givenRun(0, happened).state.facts.marks;
const step = (n: number, steps = 10) =>
  given.progressed({ percent: ((n - 1) * 100) / steps, step: n, steps });
const percent = (value: number) => ({
  type: 'process.progressed' as const,
  by: 'supervisor' as const,
  data: { percent: value, line: null, offset: null },
});

test('a step is marked when it first begins, in the time of the run', () => {
  const { steps } = marksOf([100, step(1)], [900, step(2)], [950, step(2)], [1500, step(1)]);
  assert.equal(steps, [
    ['1/10', 100],
    ['2/10', 900],
  ]);
});

test('steps of a workflow are marked by their id', () => {
  const { steps } = marksOf([10, given.stepStarted('plan', 1)], [70, given.stepStarted('build', 2)]);
  assert.equal(steps, [
    ['plan', 10],
    ['build', 70],
  ]);
});

test('percents are marked when they rise by a whole one', () => {
  const { percents } = marksOf([10, percent(0.5)], [20, percent(0.9)], [30, percent(40)], [40, percent(12)]);
  assert.equal(percents, [
    [0, 10],
    [40, 30],
  ]);
});

test('what counts to a thousand leaves percents and no steps', () => {
  const { steps, percents } = marksOf([10, step(500, 1000)]);
  assert.equal([steps, percents], [[], [[49, 10]]]);
});

test('there are never more marks than their limits', () => {
  const many = Array.from({ length: 500 }, (_, k): Timed => [k, given.stepStarted(`step-${k}`, 1)]);
  const all = Array.from({ length: 5000 }, (_, k): Timed => [k, percent(k / 50)]);
  const { steps, percents } = marksOf(...many, ...all);
  assert.equal([steps.length, percents.length], [64, 100]);
});

test('another attempt begins anew', () => {
  const again = given.exited({ code: 3, willRetry: true });
  const { steps } = marksOf([5, step(1)], [50, again], [80, given.started({ attempt: 2 })], [90, step(1)]);
  assert.equal(steps, [['1/10', 10]]);
});

test('a clock that is set spoils no mark behind the next heartbeat', () => {
  const hour = 3_600_000;
  const { steps } = marksOf(
    [10, step(1)],
    [hour + 1000, given.heartbeat({ elapsedMs: 1000 })],
    [hour + 1500, step(2)],
    [2500, given.heartbeat({ elapsedMs: 2500 })],
    [2700, step(3)],
  );
  assert.equal(steps, [
    ['1/10', 10],
    ['2/10', 1500],
    ['3/10', 2700],
  ]);
});

test.run();
