import fc from 'fast-check';
import { compareRuns, withOutput } from '../../projections/comparison.ts';
import type { DataOf } from '../../schemas/event.ts';
import * as given from '../rig/given-events.ts';
import type { GivenEvent } from '../rig/given-journal.ts';
import { assert, suite } from '../rig/suite.ts';
import { anyHistory } from './any-event.ts';
import { everyoneIsGone, everyoneLives } from './told.ts';
import { begun, comparedAfter, life, nowMs, runAfter, saidOf, sameOutput, verbatim } from './two-runs.ts';

const test = suite('comparison of two runs');
const withoutNumbers = (text: string): string => text.replaceAll(/\d+/g, '');

const endings: readonly (readonly [what: string, a: GivenEvent[], b: GivenEvent[], said: string[]])[] = [
  ['the same code', [given.exited({ code: 3 })], [given.exited({ code: 3, durationMs: 9 })], []],
  [
    'another code',
    [given.exited({ code: 3 })],
    [given.exited({ code: 4 })],
    ['message: exited with code 3 | exited with code 4', 'exitCode: 3 | 4'],
  ],
  [
    'well and not well',
    [given.exited()],
    [given.exited({ code: 1 })],
    [
      'status: completed | failed',
      'reason: null | exit_code',
      'message: null | exited with code 1',
      'exitCode: 0 | 1',
    ],
  ],
  ['an error line', [given.exited()], [given.errorLine(), given.exited()], ['errorLines: 0 | 1']],
  [
    'how far it came',
    [given.progressed({ percent: 45, step: 5, steps: 10 }), given.exited()],
    [given.progressed({ percent: 90, step: 9, steps: 10, label: 'Ship' }), given.exited()],
    ['percent: 45 | 90', 'step: 5/10 | 9/10 Ship'],
  ],
];

for (const [what, a, b, said] of endings) {
  test(`of two ends: ${what}`, () => {
    const compared = comparedAfter(
      [given.requested(), ...begun(), ...a],
      [given.requested(), ...begun(), ...b],
    );
    assert.equal(
      saidOf(compared),
      said.map((one) => `outcome ${one}`),
    );
  });
}

test('a measure is marked from half as much again on, unless it is a trifle', () => {
  const marked = (a: Partial<DataOf<'process.exited'>>, b: Partial<DataOf<'process.exited'>>): string[] => {
    const compared = comparedAfter(
      [given.requested(), ...begun(), given.exited(a)],
      [given.requested(), ...begun(), given.exited(b)],
    );
    assert.is(withOutput(compared, sameOutput).same, true, 'no measure makes two runs different');
    return compared.measures.filter(({ isMarked }) => isMarked).map(({ what }) => what);
  };
  const usage = (peakMemoryBytes: number, cpuPercent: number | null) => ({
    usage: { peakMemoryBytes, cpuPercent },
  });
  assert.equal(marked({ durationMs: 2000 }, { durationMs: 3000 }), ['durationMs']);
  assert.equal(marked({ durationMs: 20_000 }, { durationMs: 29_000 }), []);
  assert.equal(marked({ durationMs: 1 }, { durationMs: 900 }), []);
  assert.equal(marked(usage(100e6, 10), usage(160e6, 90)), ['peakMemoryBytes', 'cpuPercent']);
  assert.equal(marked(usage(1e6, null), usage(9e6, 90)), []);
  assert.equal(marked({ outputBytes: 100 }, { outputBytes: 1_000_000 }), ['outputBytes']);
});

test('warnings are matched one to one, by what they mean', () => {
  const quiet = (minutes: number): GivenEvent =>
    given.warned({ kind: 'stalled', message: `quiet for ${minutes} m` });
  const { warnings } = comparedAfter(
    [given.requested(), ...begun(), quiet(3), quiet(4), given.warned(), given.exited()],
    [
      given.requested(),
      ...begun(),
      quiet(9),
      given.warned({ kind: 'clock', message: 'it was set back' }),
      given.exited(),
    ],
    { a: withoutNumbers, b: withoutNumbers },
  );
  assert.equal(warnings, {
    onlyA: [
      { kind: 'stalled', message: 'quiet for 4 m' },
      { kind: 'disk_low', message: 'the disk is nearly full' },
    ],
    onlyB: [{ kind: 'clock', message: 'it was set back' }],
  });
});

test('names of the environment are told by side, and a launch again by which of them it is', () => {
  const compared = comparedAfter(
    [given.requested({ envNames: ['A', 'B'] }), ...life()],
    [given.requested({ envNames: ['C', 'B'], rerunOf: 'k3f9a2c7' }), ...life()],
  );
  assert.equal(compared.environment, { onlyA: ['A'], onlyB: ['C'] });
  assert.is(compared.relation, 'b_repeats_a');
});

test('a launch whose first line is damaged is compared as far as it can be', () => {
  assert.equal(saidOf(comparedAfter([given.requested(), ...life()], life())), [
    'specification launch: is there | cannot be read',
  ]);
});

test('where one output parts, never began or goes on, the rest does not hide it', () => {
  const compared = comparedAfter([given.requested(), ...life()], [given.requested(), ...life()]);
  const none = { state: 'not_started', goneBytes: 0, place: null } as const;
  const parts = withOutput(compared, { ...sameOutput, result: 'parts' });
  assert.equal([parts.same, parts.alike.includes('output')], [false, false]);
  const one = withOutput(compared, { ...sameOutput, result: 'not_comparable', a: none });
  assert.equal([one.same, one.alike.includes('output')], [false, false]);
  const removed = { ...none, state: 'removed' } as const;
  const unknown = withOutput(compared, { ...sameOutput, result: 'not_comparable', a: removed });
  assert.equal([unknown.same, unknown.alike.includes('output')], [true, false]);
});

test('a run never differs from itself, and what is only in one is only in the other when they are turned round', () => {
  fc.assert(
    fc.property(
      anyHistory,
      anyHistory,
      fc.constantFrom(everyoneIsGone, everyoneLives),
      (one, other, probe) => {
        const [a, b] = [runAfter(one, 'k3f9a2c7', probe), runAfter(other, 'p8d2x1qa', probe)];
        const itself = withOutput(compareRuns(a, { ...a, id: 'p8d2x1qa' }, nowMs, verbatim), sameOutput);
        assert.equal([itself.same, itself.differences], [true, []]);
        const [there, back] = [compareRuns(a, b, nowMs, verbatim), compareRuns(b, a, nowMs, verbatim)];
        assert.equal(there.warnings.onlyA.length, back.warnings.onlyB.length);
        assert.equal(there.steps.length, back.steps.length);
        assert.equal(saidOf(there).length, saidOf(back).length);
      },
    ),
  );
});

test.run();
