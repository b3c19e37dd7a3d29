import fc from 'fast-check';
import { type Estimate, estimate } from '../../projections/estimate.ts';
import type { JudgedRun } from '../../projections/past-runs.ts';
import * as given from '../rig/given-events.ts';
import type { GivenEvent } from '../rig/given-journal.ts';
import { endAt, givenRun, startOf, stepsOf, sum, type Timed } from '../rig/given-runs.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('estimate');
const now = 50;

test('one run says nothing, two say something', () => {
  const two = [whole(0, 10_000), whole(1, 20_000)];
  assert.is(left([], 4000, two.slice(0, 1)), null);
  assert.equal(left([], 4000, two), { etaMs: 11_000, runs: 2 });
});

test('only what completed counts, of the same type, and not itself', () => {
  const others = [
    whole(0, 10_000),
    givenRun(1, [endAt(1000, 3)]),
    givenRun(2, [endAt(1000)], given.requested({ type: 'other' })),
    givenRun(3, [[100, given.heartbeat()]]),
    givenRun(now, [endAt(1000)]),
  ];
  assert.is(left([], 100, others), null);
});

test('the newest twenty count', () => {
  const old = Array.from({ length: 30 }, (_, n) => whole(n, 100_000));
  const fresh = Array.from({ length: 20 }, (_, n) => whole(30 + n, 10_000));
  assert.equal(left([], 0, [...fresh, ...old]), { etaMs: 10_000, runs: 20 });
});

test('where the same command ran twice, other commands of the type do not count', () => {
  const other = given.requested({ command: ['sh', '-c', 'sleep 600'] });
  const runs = [
    ...[0, 1, 2].map((n) => givenRun(n, [endAt(600_000)], other)),
    whole(3, 10_000),
    whole(4, 10_000),
  ];
  assert.equal(left([], 1000, runs), { etaMs: 9000, runs: 2 });
  assert.equal(left([], 1000, runs.slice(0, 4))?.runs, 4, 'one of the same says too little');
});

test('without progress it is the median of those that took longer than this one already does', () => {
  const runs = [10, 20, 30, 40].map((seconds, n) => whole(n, seconds * 1000));
  assert.is(left([], 5000, runs)?.etaMs, 20_000);
  assert.is(left([], 25_000, runs)?.etaMs, 10_000);
  assert.equal(left([], 40_000, runs), { etaMs: null, runs: 4 }, 'longer than each of them');
});

test('with steps it is what is left of this one and the medians of the later ones', () => {
  const runs = [
    stepped(0, [1000, 5000, 2000]),
    stepped(1, [1000, 5000, 4000]),
    stepped(2, [1000, 5000, 6000]),
  ];
  assert.equal(left(stepsOf([1000, 5000, 1], 1000), 3000, runs), { etaMs: 7000, runs: 3 });
  const stuck = left(stepsOf([1000, 60_000, 1], 1000), 50_000, runs);
  assert.is(stuck?.etaMs, 4000, 'this step takes longer than ever; the later ones are still to come');
  assert.is(left(stepsOf([1000, 5000, 1], 6000), 60_000, runs)?.etaMs, null, 'so does the last one');
});

test('a step that most runs pass over is not waited for', () => {
  const often = [0, 1, 2].map((n) =>
    named(n, [
      ['plan', 1000],
      ['ship', 2000],
    ]),
  );
  const once = named(3, [
    ['plan', 1000],
    ['repair', 90_000],
    ['ship', 2000],
  ]);
  assert.is(left([[0, given.stepStarted('plan', 1)]], 0, [...often, once])?.etaMs, 3000);
});

test('at a percent it is what was left at that percent', () => {
  const runs = [0, 1].map((n) => givenRun(n, [percentAt(6000, 50), percentAt(9000, 90), endAt(10_000)]));
  assert.equal(left([percentAt(6000, 50)], 6500, runs), { etaMs: 3500, runs: 2 });
  const stuck = left([percentAt(6000, 50)], 60_000, runs);
  assert.is(stuck?.etaMs, 1000, 'at least what was left at the next mark');
});

test('who was slower so far stays so', () => {
  const runs = [0, 1, 2].map((n) => stepped(n, [10_000, 10_000]));
  const slow = left(stepsOf([20_000, 1], 20_000), 20_000, runs)?.etaMs ?? 0;
  assert.ok(slow > 15_000 && slow < 20_000, `${slow}`);
});

test('a resumed run is compared by its steps, and its whole time with nothing', () => {
  const runs = [0, 1].map((n) =>
    named(n, [
      ['plan', 50_000],
      ['ship', 2000],
    ]),
  );
  const done: Timed = [0, given.stepSkipped({ step: 'plan' })];
  assert.is(left([done, [0, given.stepStarted('ship', 2)]], 500, runs)?.etaMs, 1500);
  const resumed = [2, 3].map((n) => givenRun(n, [done, [0, given.stepStarted('ship', 2)], endAt(2000)]));
  assert.is(left([], 0, [...resumed, whole(4, 50_000)]), null, 'one whole run alone');
});

test('nothing is said of what waits, stalls, is being stopped or has ended', () => {
  const runs = [whole(0, 10_000), whole(1, 10_000)];
  const quiet: readonly GivenEvent[] = [
    given.warned({ kind: 'stalled' }),
    given.stopRequested(),
    given.exited(),
    given.exited({ willRetry: true }),
  ];
  for (const event of quiet) assert.is(left([[100, event]], 200, runs), null, event.type);
});

test('it is never negative and always of two to twenty runs, whatever the journals say', () => {
  const anyRun = fc.record({
    durationsMs: fc.array(fc.nat(5000), { minLength: 1, maxLength: 6 }),
    jumpMs: fc.constantFrom(0, 0, 0, -5000, 3_600_000),
  });
  const law = fc.property(
    fc.array(anyRun, { maxLength: 6 }),
    anyRun,
    fc.nat(20_000),
    (past, own, elapsedMs) => {
      const runs = past.map(({ durationsMs, jumpMs }, n) => {
        const steps = stepsOf(durationsMs).map(([ms, event], k): Timed => [k > 1 ? ms + jumpMs : ms, event]);
        return givenRun(n, [...steps, endAt(sum(durationsMs))]);
      });
      const found = left(stepsOf(own.durationsMs, elapsedMs), elapsedMs, runs);
      if (past.length < 2) assert.is(found, null);
      const { etaMs = null, runs: count = 2 } = found ?? {};
      assert.ok(etaMs === null || (Number.isSafeInteger(etaMs) && etaMs >= 0), `${etaMs}`);
      assert.ok(count >= 2 && count <= 20);
    },
  );
  fc.assert(law, { numRuns: 300 });
});

test.run();

/** What is estimated of a run in which this happened, so long after its start. */
function left(happened: readonly Timed[], elapsedMs: number, others: readonly JudgedRun[]): Estimate | null {
  return estimate(givenRun(now, happened), others, startOf(now) + elapsedMs);
}

function whole(n: number, durationMs: number): JudgedRun {
  return givenRun(n, [endAt(durationMs)]);
}

function stepped(n: number, durationsMs: readonly number[]): JudgedRun {
  return givenRun(n, [...stepsOf(durationsMs), endAt(sum(durationsMs))]);
}

function named(n: number, steps: readonly (readonly [name: string, durationMs: number])[]): JudgedRun {
  let atMs = 0;
  const happened = steps.map(([name, ms], index): Timed => {
    atMs += ms;
    return [atMs - ms, given.stepStarted(name, index + 1)];
  });
  return givenRun(n, [...happened, endAt(atMs)]);
}

function percentAt(ms: number, percent: number): Timed {
  return [ms, { type: 'process.progressed', by: 'supervisor', data: { percent, line: null, offset: null } }];
}
