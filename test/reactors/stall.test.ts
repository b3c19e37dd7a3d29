import { judge } from '../../projections/judge.ts';
import { stall, stallAfterMs } from '../../reactors/stall.ts';
import { everyoneIsGone, everyoneLives, stateAfter } from '../projections/told.ts';
import * as given from '../rig/given-events.ts';
import type { GivenEvent } from '../rig/given-journal.ts';
import { assert, suite } from '../rig/suite.ts';
import { situation } from './situation.ts';

const test = suite('stall');

const minuteMs = 60_000;
const quiet = (idleMs: number): GivenEvent => given.heartbeat({ idleMs, silentMs: idleMs });
const running = [given.requested(), given.launched(), given.started()];
const stalled = given.warned({ kind: 'stalled', message: 'stalled' });
const moving = given.warned({ kind: 'moving', message: 'it moves again' });

const kinds = (events: readonly GivenEvent[], more = {}): string[] =>
  stall(situation(events, everyoneLives, more)).map((effect) =>
    effect.do === 'append' && effect.type === 'process.warned' ? effect.data.kind : effect.do,
  );

test('neither output nor work for longer than the limit is a stall', () => {
  assert.equal(kinds([...running, quiet(stallAfterMs)]), []);
  assert.equal(kinds([...running, quiet(stallAfterMs + 1)]), ['stalled']);
});

test('silence alone is none: a heartbeat that saw work, or cannot tell, raises no alarm', () => {
  assert.equal(kinds([...running, given.heartbeat({ silentMs: 60 * minuteMs, idleMs: 100 })]), []);
  assert.equal(kinds([...running, given.heartbeat({ silentMs: 60 * minuteMs })]), []);
});

test('the limit of the launch counts, and good runs that were quiet for longer', () => {
  const limits = {
    timeoutMs: null,
    maxOutputBytes: null,
    onMaxOutput: 'truncate',
    minFreeDiskBytes: 0,
  } as const;
  const impatient = [
    given.requested({ limits: { ...limits, stallAfterMs: 2000 } }),
    given.started(),
    quiet(2001),
  ];
  assert.equal(kinds(impatient), ['stalled']);
  assert.equal(kinds(impatient, { quietBeforeMs: 5000 }), []);
  assert.equal(kinds([...running, quiet(20 * minuteMs)], { quietBeforeMs: 30 * minuteMs }), []);
});

test('it is said once an episode, and taken back when it moves again', () => {
  const first = [...running, quiet(11 * minuteMs), stalled];
  assert.equal(kinds(first), []);
  assert.equal(kinds([...first, quiet(12 * minuteMs)]), []);
  assert.equal(kinds([...first, quiet(10)]), ['moving']);
  assert.equal(kinds([...first, quiet(10), moving]), []);
  assert.equal(kinds([...first, quiet(10), moving, quiet(11 * minuteMs)]), ['stalled']);
});

test('a stalled process is shown as that, and as healthy again once it moves', () => {
  const first = [...running, quiet(11 * minuteMs), stalled];
  assert.is(judge(stateAfter(...first), everyoneLives).health, 'stalled');
  assert.is(judge(stateAfter(...first, moving), everyoneLives).health, 'healthy');
});

test('what is over or gone does not stall', () => {
  assert.equal(stall(situation([...running, quiet(11 * minuteMs)], everyoneIsGone)), []);
  assert.equal(kinds([...running, quiet(11 * minuteMs), given.exited()]), []);
});

test.run();
