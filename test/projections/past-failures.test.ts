import { judge } from '../../projections/judge.ts';
import {
  failuresInARow,
  type JudgedRun,
  pastFailures,
  type RunSpec,
} from '../../projections/past-failures.ts';
import type { DataOf } from '../../schemas/event.ts';
import { exited, launched, lost, requested, started, stopRequested, validated } from '../rig/given-events.ts';
import type { GivenEvent } from '../rig/given-journal.ts';
import { assert, suite } from '../rig/suite.ts';
import { everyoneIsGone, everyoneLives, stateAfter } from './told.ts';

const test = suite('past failures');

type Asked = Partial<DataOf<'launch.requested'>>;
const make: Asked = { type: 'make', command: ['make', 'all'], cwd: '/project' };
const spec: RunSpec = { type: 'make', command: ['make', 'all'], cwd: '/project', prompt: null };

let runs = 0;

/** A run that was asked for like this, with what came after its start. */
function run(asked: Asked, ...events: readonly GivenEvent[]): JudgedRun {
  runs += 1;
  const state = stateAfter(requested({ ...make, ...asked }), validated(), launched(), started(), ...events);
  return { state: { ...state, id: `run${runs}` }, verdict: judge(state, everyoneIsGone) };
}

const failed = (code = 2, durationMs = 900, asked: Asked = {}) => run(asked, exited({ code, durationMs }));
const good = (asked: Asked = {}) => run(asked, exited({ code: 0 }));

test('the same work that failed at once three times for one reason is told, with the latest', () => {
  const [latest, ...earlier] = [failed(), failed(), failed()];
  assert.is(failuresInARow, 3);
  assert.equal(pastFailures([latest as JudgedRun, ...earlier], spec), {
    count: 3,
    latestId: latest?.state.id,
    reason: 'exited with code 2',
    lastGood: null,
  });
});

test('two are not enough, and all of a longer row are counted', () => {
  assert.is(pastFailures([failed(), failed()], spec), null);
  assert.is(pastFailures([failed(), failed(), failed(), failed(), good(), failed()], spec)?.count, 4);
});

test('a run that went well, failed otherwise or failed late ends the row', () => {
  for (const between of [
    good(),
    failed(1),
    failed(2, 30_001),
    run({}, exited({ code: null, signal: 'SIGKILL' })),
  ])
    assert.is(pastFailures([failed(), failed(), between, failed()], spec), null);
  assert.is(pastFailures([failed(), failed(), failed(2, 30_000)], spec)?.count, 3);
});

test('the latest must have failed at once itself', () => {
  assert.is(pastFailures([good(), failed(), failed(), failed()], spec), null);
  assert.is(pastFailures([failed(2, 30_001), failed(), failed(), failed()], spec), null);
});

test('runs that still go, were stopped or were refused say nothing, and do not end the row', () => {
  const going = stateAfter(requested(make), validated(), launched(), started());
  const refused = stateAfter(requested(make), validated({ valid: false }));
  const mute: JudgedRun[] = [
    { state: going, verdict: judge(going, everyoneLives) },
    { state: refused, verdict: judge(refused, everyoneIsGone) },
    run({}, stopRequested(), exited({ code: null, signal: 'SIGTERM' })),
  ];
  assert.is(pastFailures([...mute, failed(), ...mute, failed(), failed()], spec)?.count, 3);
});

test('an end that nobody saw is not known to have been quick', () => {
  assert.is(pastFailures([run({}, lost()), run({}, lost()), run({}, lost())], spec), null);
});

test('a command that could not be executed failed at once', () => {
  const data = { code: 'ENOENT', message: 'no such file' } as const;
  const refused = () => run({}, { type: 'process.spawn_failed', by: 'supervisor', data });
  assert.is(pastFailures([refused(), refused(), refused()], spec)?.reason, 'no such file');
});

test('another command, folder or type is other work', () => {
  for (const other of [
    { command: ['make'] },
    { command: ['make', 'all', 'x'] },
    { cwd: '/' },
    { type: 'm' },
  ] as const)
    assert.is(pastFailures([failed(), failed(), failed()], { ...spec, ...other }), null);
  const others = [failed(2, 900, { cwd: '/' }), good({ type: 'm' })];
  assert.is(pastFailures([failed(), ...others, failed(), failed()], spec)?.count, 3);
});

test('another prompt is the same work: the launch fails before it matters', () => {
  const asked = (prompt: string) => failed(2, 900, { prompt });
  assert.is(pastFailures([asked('a'), asked('b'), asked('c')], { ...spec, prompt: 'd' })?.count, 3);
});

const differencesFrom = (then: Asked, now: Asked = {}) => {
  const latest = [failed(2, 9, now), failed(2, 9, now), failed(2, 9, now)];
  return pastFailures([...latest, good(then), good({ version: 'older' })], spec)?.lastGood?.differences;
};

test('the last good run is told with everything that was different in it', () => {
  const git = (commit: string, branch: string) => ({ commit, branch, dirty: false });
  assert.equal(
    differencesFrom(
      {
        git: git('a'.repeat(40), 'main'),
        envNames: ['CI', 'HOME', 'TOKEN'],
        command: ['make', 'some'],
        version: '0.0.9',
        engineVersion: '1',
        host: 'old',
        prompt: 'p',
      },
      {
        git: git('b'.repeat(40), 'next'),
        envNames: ['HOME', 'NEW'],
        version: '0.1.0',
        engineVersion: '2',
        host: 'new',
        prompt: 'q',
      },
    ),
    [
      'git commit aaaaaaaa, now bbbbbbbb',
      'branch main, now next',
      'other arguments',
      'another prompt',
      'with CI, TOKEN in the environment',
      'without NEW in the environment',
      'engine 1, now 2',
      'tapps-agents 0.0.9, now 0.1.0',
      'machine old, now new',
    ],
  );
});

test('what is the same, or known of one run only, is no difference', () => {
  assert.equal(differencesFrom({}), []);
  const git = { commit: 'a'.repeat(40), branch: null, dirty: false };
  assert.equal(differencesFrom({ git, engineVersion: '1' }), []);
});

test('of many variables five are named', () => {
  const envNames = ['A', 'B', 'C', 'D', 'E', 'F', 'HOME', 'PATH', 'Z'];
  assert.equal(differencesFrom({ envNames }), ['with A, B, C, D, E and 2 more in the environment']);
});

test('a good run of another program of that type is none', () => {
  assert.equal(differencesFrom({ command: ['gmake', 'all'] }), ['tapps-agents older, now 0.1.0']);
});

test.run();
