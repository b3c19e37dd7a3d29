import { judge } from '../../projections/judge.ts';
import type { Probe } from '../../projections/liveness.ts';
import { newsOf, oldestFirst, withLeftRunning } from '../../src/inbox/news.ts';
import type { Observed } from '../../src/observe/observe.ts';
import { atSecond, everyoneIsGone, everyoneLives, nothingIsKnown, stateAfter } from '../projections/told.ts';
import {
  exited,
  failed,
  heartbeat,
  launched,
  lost,
  queued,
  requested,
  started,
  stopRequested,
  validated,
  warned,
} from '../rig/given-events.ts';
import type { GivenEvent } from '../rig/given-journal.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('what is news');
const running = [requested(), validated(), launched(), started()];
const orphan: Probe = { ...everyoneLives, launcher: 'dead', supervisor: 'dead' };
const unrecorded: Probe = { ...everyoneLives, child: 'dead' };
const waitsAlone: Probe = { ...everyoneIsGone, supervisor: 'alive' };

function observed(
  events: readonly GivenEvent[],
  probe: Probe = everyoneIsGone,
  more: Partial<Observed> = {},
): Observed {
  const state = stateAfter(...events);
  return { id: 'k3f9a2c7', path: '', state, probe, verdict: judge(state, probe), corruptLines: 0, ...more };
}

const told = (events: readonly GivenEvent[], probe?: Probe) =>
  newsOf(observed(events, probe)).map(({ kind, reason, message }) => [kind, reason, message]);

test('each way to end is news, with its reason', () => {
  assert.equal(told([...running, exited()]), [['completed', null, null]]);
  assert.equal(told([...running, exited({ code: 3 })]), [['failed', 'exit_code', 'exited with code 3']]);
  assert.equal(
    told([...running, stopRequested({ reason: 'enough' }), exited({ code: null, signal: 'SIGTERM' })]),
    [['stopped', 'stopped', 'stopped: enough']],
  );
  assert.equal(told([...running, lost()])[0]?.slice(0, 2), ['failed', 'lost']);
});

test('an end that nobody wrote down is news as soon as nobody is left to write it down', () => {
  assert.equal(told(running, everyoneIsGone)[0]?.slice(0, 2), ['failed', 'lost']);
  assert.equal(told([requested(), validated()], everyoneIsGone)[0]?.slice(0, 2), ['failed', 'lost']);
  assert.equal(told(running, { ...nothingIsKnown, rebooted: true })[0]?.slice(0, 2), ['failed', 'lost']);
});

test('what has not ended is no news', () => {
  assert.equal(told(running, everyoneLives), []);
  assert.equal(told(running, orphan), [], 'an orphan still runs');
  assert.equal(told(running, unrecorded), [], 'its supervisor has yet to say how it ended');
  assert.equal(told(running, nothingIsKnown), [], 'it cannot be looked at from here');
  assert.equal(told([...running, exited({ code: 1, willRetry: true })], waitsAlone), [], 'it is tried again');
  assert.equal(
    told([requested(), validated(), launched(), queued()], waitsAlone),
    [],
    'it waits for its turn',
  );
});

test('a launch that was refused is told to who launched it, and is no news', () => {
  assert.equal(told([requested(), validated({ valid: false })]), []);
});

test('a journal without a line is a launch that has just begun; one with only damaged lines is lost', () => {
  assert.equal(newsOf(observed([])), []);
  const [damaged] = newsOf(observed([], everyoneIsGone, { corruptLines: 2 }));
  assert.equal([damaged?.kind, damaged?.reason, damaged?.at], ['failed', 'lost', null]);
});

test('a recorded verdict wins', () => {
  const verdict = failed({ reason: 'output_error', message: 'said so' });
  assert.equal(told([...running, exited(), verdict]), [['failed', 'output_error', 'said so']]);
});

test('an end is dated by its event, and one that nobody saw by the last that was heard', () => {
  assert.is(newsOf(observed([...running, exited()]))[0]?.at, atSecond(4));
  assert.is(newsOf(observed([...running, heartbeat(), warned()]))[0]?.at, atSecond(4));
  assert.is(newsOf(observed(running))[0]?.at, atSecond(3));
});

test('each stall is news, also one that is over; its words and its moment are those of the journal', () => {
  const stall = warned({ kind: 'stalled', message: 'stalled: no output, CPU or I/O for 600 s' });
  const moving = warned({ kind: 'moving', message: 'it moves again' });
  const stalls = newsOf(observed([...running, stall, stall, moving, stall], everyoneLives));
  assert.equal(
    stalls.map(({ kind, status, at, episode }) => [kind, status, at, episode]),
    [
      ['stalled', 'running', atSecond(4), 1],
      ['stalled', 'running', atSecond(7), 2],
    ],
  );
  assert.is(stalls[0]?.message, 'stalled: no output, CPU or I/O for 600 s');
  const ended = newsOf(observed([...running, stall, exited()]));
  assert.equal(
    ended.map(({ kind, status, episode }) => [kind, status, episode]),
    [
      ['stalled', 'completed', 1],
      ['completed', 'completed', 0],
    ],
    'the status is the one of now',
  );
});

test('of many stalls the latest are told, under their numbers', () => {
  const stalls = Array.from({ length: 25 }, () => [warned({ kind: 'stalled' }), warned({ kind: 'moving' })]);
  const episodes = newsOf(observed([...running, ...stalls.flat()], everyoneLives)).map(
    ({ episode }) => episode,
  );
  assert.equal([episodes.length, episodes[0], episodes.at(-1)], [20, 6, 25]);
});

test('who it left running stands in the message', () => {
  const [completed] = newsOf(observed([...running, exited()]));
  const [other] = newsOf(observed([...running, exited({ code: 3 })]));
  if (completed === undefined || other === undefined) throw new Error('no news');
  assert.is(withLeftRunning(completed, 0).message, null);
  assert.is(withLeftRunning(completed, 1).message, 'completed, but 1 process it started still runs');
  assert.is(withLeftRunning(other, 2).message, 'exited with code 3, but 2 processes it started still run');
  const long = withLeftRunning({ ...other, message: 'x'.repeat(5000) }, 2).message ?? '';
  assert.is(long.length, 4000);
  assert.match(long, /still run$/);
});

test('the oldest first, then by id; what has no time before all', () => {
  const [one] = newsOf(observed([...running, exited()]));
  if (one === undefined) throw new Error('no news');
  const given = [
    { ...one, process: 'b', at: atSecond(2) },
    { ...one, process: 'a', at: atSecond(2) },
    { ...one, process: 'c', at: atSecond(1) },
    { ...one, process: 'd', at: null },
  ];
  assert.equal(
    oldestFirst(given).map(({ process }) => process),
    ['d', 'c', 'a', 'b'],
  );
});

test.run();
