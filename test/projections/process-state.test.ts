import fc from 'fast-check';
import { judge } from '../../projections/judge.ts';
import { evolve, initialState, type ProcessState } from '../../projections/process-state.ts';
import {
  completed,
  exited,
  failed,
  failLine,
  heartbeat,
  launched,
  lost,
  progressed,
  queued,
  requested,
  started,
  validated,
  warned,
} from '../rig/given-events.ts';
import type { GivenEvent } from '../rig/given-journal.ts';
import { assert, suite } from '../rig/suite.ts';
import { anyHistory, spawnFailed } from './any-event.ts';
import { everyoneIsGone, everyoneLives, lineBytes, stateAfter, told } from './told.ts';

const test = suite('process state');

const phases = ['unheard', 'requested', 'launched', 'waiting', 'started', 'ended'] as const;
const terminal = ['process.exited', 'process.lost', 'process.spawn_failed'];

/** The states after 0, 1, 2 … of these events. */
function statesOf(events: readonly GivenEvent[]): ProcessState[] {
  const states = [initialState('k3f9a2c7')];
  for (const { known, event, offset } of told(events)) {
    const last = states.at(-1);
    if (known && last !== undefined) states.push(evolve(last, event, offset));
  }
  return states;
}

/** The first event that can end a life, and the place of a refusal before it. */
function firstEnd(events: readonly GivenEvent[]): number {
  return events.findIndex(
    ({ type, data }) => terminal.includes(type) && !('willRetry' in data && data.willRetry),
  );
}

test('any events in any order give a state, and never go back to an earlier phase', () => {
  fc.assert(
    fc.property(anyHistory, (events) => {
      const states = statesOf(events).map(({ life }) => life.phase);
      for (const [index, phase] of states.entries()) {
        const before = states[index - 1] ?? 'unheard';
        if (before === 'rejected' || before === 'ended') assert.is(phase, before);
        else if (before === 'started' && phase === 'waiting')
          assert.is(states[index], 'waiting'); // it is tried again
        else if (phase !== 'rejected') assert.ok(phases.indexOf(phase) >= phases.indexOf(before));
        else assert.ok(before === 'unheard' || before === 'requested');
      }
    }),
  );
});

test('the first terminal event in file order wins', () => {
  fc.assert(
    fc.property(anyHistory, (events) => {
      const { life } = stateAfter(...events);
      const end = firstEnd(events);
      if (life.phase === 'rejected') return;
      assert.is(life.phase === 'ended', end !== -1);
      if (life.phase === 'ended') assert.is(life.ending.evidence.offset, end * lineBytes);
    }),
  );
});

test('once it is over, every later event leaves all but the remarks as they were', () => {
  fc.assert(
    fc.property(anyHistory, (events) => {
      const states = statesOf(events);
      const over = states.find(({ life }) => life.phase === 'ended' || life.phase === 'rejected');
      if (over === undefined) return;
      for (const state of states.slice(states.indexOf(over))) {
        assert.equal(withoutRemarks(state, over), over);
        const judged = judge({ ...state, recorded: null }, everyoneLives);
        assert.equal(judged, judge({ ...over, recorded: null }, everyoneIsGone));
        assert.ok(state.facts.warnings.length >= over.facts.warnings.length);
      }
    }),
  );
});

/** The state with what remarks may change taken from another one. */
function withoutRemarks(state: ProcessState, { facts, recorded }: ProcessState): ProcessState {
  const { warnings, warningsDropped, notes, outputGoneBytes, leftRunning } = facts;
  const { told, outputRemoved } = facts;
  const remarks = { warnings, warningsDropped, notes, outputGoneBytes, leftRunning };
  return {
    ...state,
    recorded,
    facts: { ...state.facts, ...remarks, told, outputRemoved },
  };
}

test('the verdict that was written down first stands, whatever the facts would make of it', () => {
  const state = stateAfter(
    requested(),
    started(),
    exited(),
    failed({ reason: 'artifact_missing' }),
    completed(),
  );
  assert.is(judge(state, everyoneIsGone).reason, 'artifact_missing');
});

test('a verdict before the end is none', () => {
  assert.is(stateAfter(requested(), started(), completed()).recorded, null);
});

test('folding is pure: the same events give the same state, and the earlier state is left alone', () => {
  fc.assert(
    fc.property(anyHistory, (events) => {
      const states = statesOf(events);
      const copies = structuredClone(states);
      assert.equal(statesOf(events), copies);
      assert.equal(states, copies);
    }),
  );
});

test('a loss that was recorded too early stays, also when the exit comes after it', () => {
  const state = stateAfter(
    requested(),
    started(),
    progressed({ step: 5, steps: 5, percent: 80 }),
    lost(),
    exited(),
  );
  assert.is(judge(state, everyoneIsGone).reason, 'lost');
  assert.is(state.facts.progress.percent, 80);
});

test('an exit that will be tried again is no end, and what it said is not said of the next attempt', () => {
  const state = stateAfter(requested(), started(), failLine(), exited({ code: 3, willRetry: true }));
  assert.is(state.life.phase, 'waiting');
  assert.is(judge(state, everyoneLives).status, 'queued');
  const again = [
    requested(),
    started(),
    failLine(),
    exited({ willRetry: true }),
    started({ attempt: 2 }),
    exited(),
  ];
  assert.is(judge(stateAfter(...again), everyoneIsGone).status, 'completed');
});

test('a launch that waits is queued, whether for a slot or for another process', () => {
  const waiting = stateAfter(requested(), launched(), queued({ reason: 'after', after: 'abcd1234' }));
  const { status, message } = judge(waiting, everyoneLives);
  assert.equal([status, message], ['queued', 'waits for abcd1234 to complete']);
  assert.is(judge(waiting, everyoneIsGone).reason, 'lost');
});

test('a start that was faster than the word that it waits is a start', () => {
  assert.is(stateAfter(requested(), launched(), started(), queued()).life.phase, 'started');
});

test('what could not be started has no command; what was started keeps it after its end', () => {
  const { life } = stateAfter(requested(), launched(), spawnFailed());
  assert.is(life.phase === 'ended' && life.running, null);
  const ended = stateAfter(requested(), started({ pid: 77 }), exited()).life;
  assert.is(ended.phase === 'ended' && ended.running?.child.pid, 77);
});

test('the first start and the first spec are kept', () => {
  const state = stateAfter(
    requested({ name: 'first' }),
    requested({ name: 'second' }),
    started({ pid: 1 + 1 }),
    started({ pid: 3 }),
  );
  assert.is(state.spec?.name, 'first');
  assert.is(state.life.phase === 'started' && state.life.running.child.pid, 2);
});

test('the newest heartbeat of a running command is kept', () => {
  const state = stateAfter(started(), heartbeat({ memoryBytes: 1 }), heartbeat({ memoryBytes: 2 }), warned());
  assert.is(state.life.phase === 'started' && state.life.heartbeat?.memoryBytes, 2);
});

test('a journal whose beginning is damaged still tells its phase', () => {
  assert.is(stateAfter(launched()).life.phase, 'launched');
  assert.is(stateAfter(started()).life.phase, 'started');
  assert.is(stateAfter(exited()).life.phase, 'ended');
  assert.is(stateAfter(heartbeat(), progressed(), validated()).life.phase, 'unheard');
});

test('the marker of a launch is its id and its launcher', () => {
  assert.is(stateAfter(requested()).spec?.marker, 'k3f9a2c7.w1x2y3z4');
});

test('the latest word on what it waits for counts, until it starts', () => {
  const waiting = [requested(), validated(), launched(), queued({ reason: 'after', after: 'b2' })];
  const messageAfter = (...events: readonly GivenEvent[]) =>
    judge(stateAfter(...waiting, ...events), everyoneLives).message;
  assert.is(messageAfter(), 'waits for b2 to complete');
  const turned: GivenEvent = { ...queued(), by: 'supervisor' };
  assert.is(messageAfter(turned), 'waits for a free slot');
  assert.is(messageAfter(turned, started(), queued()), null);
  const between = [started(), exited({ code: 1, willRetry: true }), queued()];
  assert.is(messageAfter(...between), 'waits before it is tried again');
});

test.run();
