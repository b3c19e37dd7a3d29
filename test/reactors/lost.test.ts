import { judge } from '../../projections/judge.ts';
import { lossOf, lost } from '../../reactors/lost.ts';
import { spawnFailed } from '../projections/any-event.ts';
import {
  atSecond,
  everyoneIsGone,
  everyoneLives,
  everyProbe,
  nothingIsKnown,
  stateAfter,
} from '../projections/told.ts';
import * as given from '../rig/given-events.ts';
import type { GivenEvent } from '../rig/given-journal.ts';
import { assert, suite } from '../rig/suite.ts';
import { situation } from './situation.ts';

const test = suite('lost');

const { requested, validated, launched, started, heartbeat, exited, stopRequested } = given;
const running = [requested(), validated(), launched(), started()];
const restarted = { ...nothingIsKnown, rebooted: true };

const over: readonly (readonly GivenEvent[])[] = [
  [],
  [requested(), validated({ valid: false })],
  [...running, exited()],
  [...running, given.lost()],
  [...running, spawnFailed()],
];

test('what is over, refused or unheard of is not lost again', () => {
  for (const events of over) {
    for (const probe of everyProbe) assert.equal(lost(situation(stateAfter(...events), probe)), []);
  }
});

test('with supervisor and command both gone, the loss is written down, once', () => {
  assert.equal(lost(situation(stateAfter(...running), everyoneIsGone)), [
    { do: 'append', type: 'process.lost', data: { reason: 'supervisor_died', lastSeenAt: atSecond(3) } },
  ]);
  assert.equal(lost(situation(stateAfter(...running, given.lost()), everyoneIsGone)), []);
});

test('the last heartbeat is the last that was seen of it', () => {
  const loss = lossOf(stateAfter(...running, heartbeat(), heartbeat()), everyoneIsGone);
  assert.is(loss?.lastSeenAt, atSecond(5));
});

test('a launch that was cut off was never started', () => {
  for (const events of [[requested()], [requested(), validated()], [requested(), validated(), launched()]]) {
    const loss = lossOf(stateAfter(...events), everyoneIsGone);
    assert.equal(loss, { reason: 'never_started', lastSeenAt: null });
  }
});

test('a restart of the machine ends whatever ran, also what was only starting', () => {
  for (const events of [running, [requested()]]) {
    const loss = lossOf(stateAfter(...events), restarted);
    assert.is(loss?.reason, 'machine_restarted');
  }
});

test('nothing is written about what lives, may live, or has a supervisor that will say it', () => {
  const looks = [
    everyoneLives,
    nothingIsKnown,
    { ...everyoneLives, supervisor: 'dead' },
    { ...everyoneLives, child: 'dead' },
    { ...everyoneIsGone, supervisor: 'unknown' },
    { ...everyoneIsGone, child: 'unknown' },
  ] as const;
  for (const probe of looks) assert.equal(lost(situation(stateAfter(...running), probe)), []);
});

test('what is written down is what was shown before', () => {
  for (const stop of [[], [stopRequested()], [stopRequested({ by: 'timeout' })]]) {
    for (const events of [
      [...running, ...stop],
      [requested(), ...stop],
    ]) {
      for (const probe of everyProbe) {
        const shown = judge(stateAfter(...events), probe);
        const loss = lossOf(stateAfter(...events), probe);
        if (loss === null) continue;
        const { status, reason, message } = judge(stateAfter(...events, given.lost(loss)), probe);
        assert.equal([status, reason, message], [shown.status, shown.reason, shown.message]);
      }
    }
  }
});

test('one that is attended is given up by who attends it, not before', () => {
  assert.equal(lost(situation(running, everyoneIsGone, { isAdopted: true })), []);
});

test.run();
