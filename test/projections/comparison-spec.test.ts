import { withOutput } from '../../projections/comparison.ts';
import type { DataOf } from '../../schemas/event.ts';
import * as given from '../rig/given-events.ts';
import { assert, suite } from '../rig/suite.ts';
import { comparedAfter, life, saidOf, sameOutput } from './two-runs.ts';

const test = suite('comparison of what was asked for');
type Spec = Partial<DataOf<'launch.requested'>>;
const git = (
  changed: Partial<DataOf<'launch.requested'>['git'] & object>,
): DataOf<'launch.requested'>['git'] => ({
  ...{ commit: 'abc', branch: 'main', dirty: false },
  ...changed,
});
const limits = (changed: Partial<Spec['limits'] & object>): DataOf<'launch.requested'>['limits'] => ({
  ...{ timeoutMs: null, maxOutputBytes: null, onMaxOutput: 'truncate', minFreeDiskBytes: 0 },
  ...changed,
});
/** What was asked for otherwise, and what is said of it. */
const asked: readonly (readonly [what: string, a: Spec, b: Spec, said: string])[] = [
  ['kind', {}, { kind: 'workflow' }, 'specification kind: command | workflow'],
  ['type', {}, { type: 'make' }, 'specification type: sh | make'],
  ['name', { name: 'a' }, {}, 'specification name: a | null'],
  ['folder', {}, { cwd: '/srv' }, 'specification cwd: /home/user/project | /srv'],
  [
    'prompt',
    { prompt: 'Add a login' },
    { prompt: 'Add login' },
    'specification prompt: Add a login | Add login',
  ],
  ['tag', { tags: { a: '1', b: '2' } }, { tags: { a: '1', b: '3' } }, 'specification tags.b: 2 | 3'],
  ['tag of one', {}, { tags: { a: '' } }, 'specification tags.a: null | '],
  ['time limit', {}, { limits: limits({ timeoutMs: 9000 }) }, 'specification limits.timeoutMs: null | 9000'],
  ['retries', {}, { limits: limits({ retries: 2 }) }, 'specification limits.retries: null | 2'],
  ['pattern', {}, { patterns: { progress: null, failOn: 'x' } }, 'specification patterns.failOn: null | x'],
  ['success codes', {}, { successCodes: [0, 3] }, 'specification successCodes: 0 | 0,3'],
  [
    'requirement',
    { requires: ['npm:a', 'npm:b'] },
    { requires: ['npm:b'] },
    'specification requires.npm:a: npm:a | null',
  ],
  ['end of the tree', {}, { waitTree: true }, 'specification waitTree: false | true'],
  ['after', {}, { after: 'p1' }, 'specification after: null | p1'],
  [
    'output folder',
    {},
    { output: '/logs/k3f9a2c7.output' },
    'specification output: .tapps-agents/output | /logs',
  ],
  ['configuration', {}, { configHash: 'a'.repeat(32) }, `configuration configHash: null | ${'a'.repeat(32)}`],
  ['commit', { git: git({}) }, { git: git({ commit: 'def' }) }, 'git git.commit: abc | def'],
  ['branch', { git: git({}) }, { git: git({ branch: 'fix' }) }, 'git git.branch: main | fix'],
  ['changes', { git: git({}) }, { git: git({ dirty: true }) }, 'git git.dirty: false | true'],
  ['version', {}, { version: '0.2.0' }, 'versions version: 0.1.0 | 0.2.0'],
  ['engine', {}, { engineVersion: '3.6' }, 'versions engineVersion: null | 3.6'],
  ['host', {}, { host: 'other' }, 'machine host: machine | other'],
  ['user', {}, { user: 'ada' }, 'machine user: user | ada'],
];

for (const [what, a, b, said] of asked) {
  test(`another ${what} is a difference, and the only one`, () => {
    const compared = comparedAfter([given.requested(a), ...life()], [given.requested(b), ...life()]);
    assert.equal(saidOf(compared), [said]);
    assert.is(withOutput(compared, sameOutput).same, false);
  });
}

test('what is otherwise in every launch is none: its number, its terminal, its boot, the name of its output', () => {
  const other: Spec = {
    ...{ launcherPid: 9, launcherStartToken: 'boot-2:9', bootId: 'boot-2', tty: '/dev/pts/3', session: 12 },
    output: '.tapps-agents/output/p8d2x1qa.output',
  };
  const compared = comparedAfter([given.requested(), ...life()], [given.requested(other), ...life()]);
  const diff = withOutput(compared, sameOutput);
  assert.equal([saidOf(compared), diff.same, diff.alike.length], [[], true, 11]);
});

test.run();
