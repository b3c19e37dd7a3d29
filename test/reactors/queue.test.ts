import { judge } from '../../projections/judge.ts';
import { over, type Verdict } from '../../projections/verdict.ts';
import { type Place, queue } from '../../reactors/queue.ts';
import { everyoneLives, stateAfter } from '../projections/told.ts';
import { exited, launched, queued, requested, started, validated } from '../rig/given-events.ts';
import type { GivenEvent } from '../rig/given-journal.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('whose turn it is');

const place = (ticket: number | null, limit: number, ...numbers: readonly number[]): Place => ({
  ticket,
  limit,
  living: numbers.map((number) => ({ number, settled: true })),
});
const slots = (...args: Parameters<typeof place>) => queue({ after: null, place: place(...args) });
const after = (verdict: Verdict | null, its: Place | null = null) =>
  queue({ after: { id: 'k3f9a2c7', verdict }, place: its });
const verdictOf = (...events: readonly GivenEvent[]): Verdict =>
  judge(stateAfter(requested(), validated(), launched(), ...events), everyoneLives);

test('as many as the limit says may go, by their numbers', () => {
  assert.is(slots(1, 1, 1).turn, 'go');
  assert.is(slots(9, 3, 2, 5, 9, 10).turn, 'go');
  assert.equal(slots(9, 2, 2, 5, 9), { turn: 'wait', for: 'limit' });
  assert.equal(slots(9, 1, 8, 9, 10, 11), { turn: 'wait', for: 'limit' });
});

test('those behind it, however many, are in nobody’s way', () => {
  assert.is(slots(3, 1, 3, 4, 5, 6).turn, 'go');
});

test('without a ticket nobody goes where slots are counted', () => {
  assert.equal(slots(null, 3), { turn: 'wait', for: 'ticket' });
  assert.is(queue({ after: null, place: null }).turn, 'go');
});

test('one before it that may still step back is not waited for in vain, nor passed', () => {
  const living = [
    { number: 1, settled: true },
    { number: 2, settled: false },
  ];
  assert.equal(queue({ after: null, place: { limit: 2, ticket: 3, living } }), {
    turn: 'wait',
    for: 'undecided',
  });
  assert.equal(queue({ after: null, place: { limit: 1, ticket: 3, living } }), {
    turn: 'wait',
    for: 'limit',
  });
});

test('an end that its supervisor has not written down yet is none', () => {
  const running = stateAfter(requested(), validated(), launched(), started());
  const unrecorded = judge(running, { ...everyoneLives, child: 'dead' });
  assert.is(unrecorded.status, 'failed');
  assert.equal(after(unrecorded), { turn: 'wait', for: 'after' });
});

test('what comes after another waits until that completed, then for a slot', () => {
  for (const events of [[], [queued()], [started()]])
    assert.equal(after(verdictOf(...events)), { turn: 'wait', for: 'after' });
  const completed = verdictOf(started(), exited());
  assert.is(after(completed).turn, 'go');
  assert.equal(after(completed, place(2, 1, 1, 2)), { turn: 'wait', for: 'limit' });
  assert.is(after(completed, place(2, 1, 2)).turn, 'go');
});

test('what can never complete blocks, and the message says which and why', () => {
  const messages = [
    verdictOf(started(), exited({ code: 3 })),
    over('stopped', 'stopped', 'stopped: for lunch', null),
    over('stopped', 'stopped', null, null),
    over('rejected', 'validation', 'Missing required file: a.txt', null),
    null,
  ].map((verdict) => after(verdict));
  assert.equal(
    messages.map((turn) => (turn.turn === 'blocked' ? turn.message : turn)),
    [
      'k3f9a2c7, which it was to start after, failed: exited with code 3',
      'k3f9a2c7, which it was to start after, was stopped: for lunch',
      'k3f9a2c7, which it was to start after, was stopped',
      'k3f9a2c7, which it was to start after, was rejected: Missing required file: a.txt',
      'k3f9a2c7, which it was to start after, was removed',
    ],
  );
});

test('a message is no longer than an event can hold', () => {
  const turn = after(over('failed', 'output_error', 'x'.repeat(5000), null));
  assert.is(turn.turn === 'blocked' ? turn.message.length : 0, 1000);
});

test.run();
