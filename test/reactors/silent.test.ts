import { type AwaitedWord, awaitedWord, type Silence, silent } from '../../reactors/silent.ts';
import { everyoneIsGone, everyoneLives, everyProbe, stateAfter } from '../projections/told.ts';
import * as given from '../rig/given-events.ts';
import { assert, suite } from '../rig/suite.ts';
import { situation } from './situation.ts';

const test = suite('silent');

const { requested, launched, started, exited } = given;
const running = [requested(), launched(), started()];
const commandGone = { ...everyoneLives, child: 'dead' } as const;

function wanted(awaited: AwaitedWord, silence: Omit<Silence, 'awaited'>): string[] {
  return silent(situation(running, commandGone, { silence: { awaited, ...silence } })).map(
    (effect) => effect.do,
  );
}

test('who lives and whose command is gone owes its end', () => {
  assert.is(awaitedWord(stateAfter(...running), commandGone), 'end');
  assert.is(awaitedWord(stateAfter(...running), everyoneLives), null);
  assert.is(awaitedWord(stateAfter(...running), everyoneIsGone), null);
  for (const probe of everyProbe) assert.is(awaitedWord(stateAfter(...running, exited()), probe), null);
});

test('who was launched owes a start, once its launcher is gone', () => {
  const state = stateAfter(requested(), launched());
  assert.is(awaitedWord(state, { ...everyoneLives, launcher: 'dead' }), 'start');
  for (const launcher of ['alive', 'unknown'] as const)
    assert.is(awaitedWord(state, { ...everyoneLives, launcher }), null);
  const waits = { type: 'process.queued', by: 'launcher', data: { reason: 'limit' } } as const;
  assert.is(
    awaitedWord(stateAfter(requested(), launched(), waits), everyoneLives),
    null,
    'it said that it waits',
  );
});

test('a word that has been owed for some seconds is asked for, again and again with more patience', () => {
  assert.equal(wanted('end', { forMs: 2999, untouchedMs: 2999, touched: 0 }), []);
  assert.equal(wanted('end', { forMs: 3000, untouchedMs: 3000, touched: 0 }), ['wake_supervisor']);
  assert.equal(wanted('end', { forMs: 8000, untouchedMs: 5000, touched: 1 }), []);
  assert.equal(wanted('end', { forMs: 9000, untouchedMs: 6000, touched: 1 }), ['wake_supervisor']);
  assert.equal(wanted('end', { forMs: 1e6, untouchedMs: 59_999, touched: 30 }), []);
  assert.equal(wanted('end', { forMs: 1e6, untouchedMs: 60_000, touched: 30 }), ['wake_supervisor']);
});

test('who starts nothing for a minute is given up; who owes an end never is', () => {
  assert.equal(wanted('start', { forMs: 45_000, untouchedMs: 24_000, touched: 3 }), ['wake_supervisor']);
  assert.equal(wanted('start', { forMs: 60_000, untouchedMs: 24_000, touched: 3 }), ['kill_supervisor']);
  assert.equal(wanted('end', { forMs: 1e9, untouchedMs: 1e9, touched: 3 }), ['wake_supervisor']);
});

test.run();
