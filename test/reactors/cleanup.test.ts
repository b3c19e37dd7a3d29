import { judge } from '../../projections/judge.ts';
import type { Probe } from '../../projections/liveness.ts';
import { type CleanupSubject, type CleanupWish, cleanup } from '../../reactors/cleanup.ts';
import { atSecond, everyoneIsGone, everyProbe, stateAfter } from '../projections/told.ts';
import * as given from '../rig/given-events.ts';
import type { GivenEvent } from '../rig/given-journal.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('cleanup');

const { requested, validated, launched, started, heartbeat, exited, stopRequested } = given;
const dayMs = 86_400_000;
const running = [requested(), validated(), launched(), started(), heartbeat()];
const completed = [...running, exited()];
const failed = [...running, exited({ code: 3 })];
const stopped = [...running, stopRequested(), exited({ code: null, signal: 'SIGTERM' })];
const rejected = [requested(), validated({ valid: false })];
const unrecorded = running;

const asked: CleanupWish = {
  status: 'completed',
  olderThanMs: 7 * dayMs,
  isAutomatic: false,
  archives: false,
};
const automatic: CleanupWish = { ...asked, isAutomatic: true };
const all: CleanupWish = { ...asked, status: 'all' };
const later = (days: number): number => Date.parse(atSecond(10)) + days * dayMs;

function subject(
  events: readonly GivenEvent[],
  probe: Probe = everyoneIsGone,
  more: Partial<CleanupSubject> = {},
): CleanupSubject {
  const state = stateAfter(...events);
  return { state, verdict: judge(state, probe), isUntold: false, leftRunning: 0, ...more };
}

const goes = (one: CleanupSubject, wish: CleanupWish, days: number): boolean =>
  cleanup(one, wish, later(days)).length > 0;

test('output first, then the record, which is kept in the history where that is wanted', () => {
  assert.equal(cleanup(subject(completed), asked, later(8)), [
    { do: 'remove_output' },
    { do: 'remove_record' },
  ]);
  assert.equal(cleanup(subject(completed), { ...asked, archives: true }, later(8)), [
    { do: 'remove_output' },
    { do: 'archive_record' },
  ]);
});

test('only what ended long enough ago goes, by the moment of its end', () => {
  for (const wish of [asked, automatic, all]) {
    assert.not.ok(goes(subject(completed), wish, 6.9), wish.status);
    assert.ok(goes(subject(completed), wish, 7.1), wish.status);
    assert.not.ok(goes(subject(completed), wish, -400), 'a clock that went back');
  }
});

test('what runs, waits or may live never goes, whatever is asked', () => {
  const anyAge: CleanupWish = { ...all, olderThanMs: 0 };
  for (const events of [running, [requested()], [requested(), validated(), launched()]]) {
    for (const probe of everyProbe) {
      const one = subject(events, probe);
      if (one.verdict.health !== 'ended') assert.not.ok(goes(one, anyAge, 100), JSON.stringify(probe));
    }
  }
  assert.not.ok(goes(subject(running, { ...everyoneIsGone, supervisor: 'alive' }), anyAge, 100));
  assert.not.ok(goes(subject(running, { ...everyoneIsGone, child: 'unknown' }), anyAge, 100));
});

test('an answer is of the status that was asked for; of all there is', () => {
  const kinds = { completed, failed, stopped, rejected };
  for (const [name, events] of Object.entries(kinds)) {
    assert.is(goes(subject(events), asked, 8), name === 'completed', name);
    assert.is(goes(subject(events), { ...asked, status: 'failed' }, 8), name === 'failed', name);
    assert.ok(goes(subject(events), all, 8), name);
  }
});

test('by itself, a failure never goes, nor a stop or a refusal, whatever the wish says', () => {
  for (const events of [failed, stopped, rejected, unrecorded]) {
    assert.not.ok(goes(subject(events), { ...all, isAutomatic: true }, 1000));
  }
  const recordedFailure = [...completed, given.failed({ reason: 'artifact_missing' })];
  assert.not.ok(goes(subject(recordedFailure), automatic, 1000));
});

test('by itself, nothing goes whose end is not told yet, or of which something lives on; when asked, it does', () => {
  for (const more of [{ isUntold: true }, { leftRunning: 1 }]) {
    assert.not.ok(goes(subject(completed, everyoneIsGone, more), automatic, 8));
    assert.ok(goes(subject(completed, everyoneIsGone, more), asked, 8));
  }
});

test('what nobody saw end is as old as its last sign of life', () => {
  const wish: CleanupWish = { ...asked, status: 'failed' };
  assert.is(subject(unrecorded).verdict.status, 'failed');
  assert.not.ok(goes(subject(unrecorded), wish, 6.9));
  assert.ok(goes(subject(unrecorded), wish, 8));
});

test('a journal that says nothing goes only when age does not matter', () => {
  assert.not.ok(goes(subject([]), all, 1000));
  assert.ok(goes(subject([]), { ...all, olderThanMs: 0 }, 1000));
});

test.run();
