import { withOutput } from '../../projections/comparison.ts';
import * as given from '../rig/given-events.ts';
import type { GivenEvent } from '../rig/given-journal.ts';
import { assert, suite } from '../rig/suite.ts';
import { begun, comparedAfter, sameOutput } from './two-runs.ts';

const test = suite('comparison of steps');
const withoutNumbers = (text: string): string => text.replaceAll(/\d+/g, '');

test('steps are aligned by what they are called, wherever they stand', () => {
  const a = [given.stepFinished('plan', 1), given.stepFinished('build', 2), given.stepFinished('ship', 3)];
  const b = [
    given.stepFinished('plan', 1),
    given.stepFinished('test', 2),
    given.stepFailed({ step: 'ship', index: 3 }),
  ];
  const { steps, stepsReordered } = comparedAfter(
    [given.requested(), ...begun(), ...a, given.exited()],
    [given.requested(), ...begun(), ...b, given.exited()],
  );
  const words = steps.map(
    (one) => `${one.step} ${one.a?.status} ${one.b?.status} ${one.differenceMs} ${one.differs}`,
  );
  assert.equal(words, [
    'plan finished finished 0 false',
    'test undefined finished null true',
    'build finished undefined null true',
    'ship finished failed 500 true',
  ]);
  assert.is(stepsReordered, false);
});

test('steps in another order are said to be', () => {
  const a = [given.stepFinished('plan', 1), given.stepFinished('build', 2)];
  const b = [given.stepFinished('build', 1), given.stepFinished('plan', 2)];
  const compared = comparedAfter(
    [given.requested(), ...begun(), ...a, given.exited()],
    [given.requested(), ...begun(), ...b, given.exited()],
  );
  const diff = withOutput(compared, sameOutput);
  assert.equal([diff.stepsReordered, diff.same, diff.alike.includes('steps')], [true, false, false]);
});

test('a step that is told twice is aligned time by time', () => {
  const step = (number: number, label: string): GivenEvent =>
    given.progressed({ step: number, steps: 9, percent: 0, label });
  const { steps } = comparedAfter(
    [given.requested(), ...begun(), step(1, 'Build'), step(2, 'Build'), given.exited()],
    [given.requested(), ...begun(), step(1, 'Build'), given.exited()],
  );
  assert.equal(
    steps.map(({ step: name, a, b }) => [name, a?.index, b?.index]),
    [
      ['Build', 1, 1],
      ['Build', 2, undefined],
    ],
  );
});

test('a step is known again though a time is part of what it is called', () => {
  const step = (label: string): GivenEvent => given.progressed({ step: 1, steps: 9, percent: 0, label });
  const { steps } = comparedAfter(
    [given.requested(), ...begun(), step('Build 17'), given.exited()],
    [given.requested(), ...begun(), step('Build 18'), given.exited()],
    { a: withoutNumbers, b: withoutNumbers },
  );
  assert.equal(
    steps.map(({ name, differs }) => [name, differs]),
    [['Build 17', false]],
  );
});

test.run();
