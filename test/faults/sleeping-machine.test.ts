import fc from 'fast-check';
import { foldAll } from '../../projections/fold.ts';
import { judge } from '../../projections/judge.ts';
import { lost } from '../../reactors/lost.ts';
import { stall } from '../../reactors/stall.ts';
import { verdict } from '../../reactors/verdict.ts';
import type { ReadEvent } from '../../schemas/event.ts';
import { everyoneIsGone, everyoneLives, told } from '../projections/told.ts';
import { situation } from '../reactors/situation.ts';
import * as given from '../rig/given-events.ts';
import type { GivenEvent } from '../rig/given-journal.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('a machine that slept');

const hourMs = 3_600_000;
const beginsMs = Date.UTC(2026, 10, 23, 10, 30);
const busy = given.heartbeat({ idleMs: 100, silentMs: 100, elapsedMs: 30_000 });
const life: readonly GivenEvent[] = [given.requested(), given.validated(), given.launched(), given.started()];

/** These events, each at its time. */
function at(events: readonly GivenEvent[], timesMs: readonly number[]): ReadEvent[] {
  return told(events).map((read, index) => {
    if (!read.known) return read;
    const event = { ...read.event, at: new Date(timesMs[index] ?? beginsMs).toISOString() };
    return { ...read, event };
  });
}

test.fault(48, 'eight hours between two heartbeats are neither a stall nor a loss', () => {
  const events = [...life, busy, busy];
  const times = events.map(
    (_, index) => beginsMs + index * 1000 + (index === events.length - 1 ? 8 * hourMs : 0),
  );
  for (const count of [events.length - 1, events.length]) {
    const { state } = foldAll('k3f9a2c7', at(events.slice(0, count), times));
    const now = situation(state, everyoneLives);
    assert.equal([...stall(now), ...lost(now), ...verdict(now)], []);
    const { status, health } = judge(state, everyoneLives);
    assert.equal([status, health], ['running', 'healthy']);
  }
});

test.fault(47, 'whatever the clocks said, the status, its reason and what was measured are the same', () => {
  const ends = [
    [],
    [given.exited()],
    [given.exited({ code: 3 })],
    [given.stopRequested(), given.exited({ code: null, signal: 'SIGTERM' })],
    [given.lost()],
  ];
  const jumps = fc.array(fc.integer({ min: -30 * hourMs, max: 30 * hourMs }), { minLength: 8, maxLength: 8 });
  fc.assert(
    fc.property(
      jumps,
      fc.constantFrom(...ends),
      fc.constantFrom(everyoneLives, everyoneIsGone),
      (jumpsMs, end, probe) => {
        const events = [...life, busy, busy, ...end];
        const timesMs = jumpsMs.map((jumpMs) => beginsMs + jumpMs);
        const jumped = foldAll('k3f9a2c7', at(events, timesMs)).state;
        const steady = foldAll('k3f9a2c7', told(events)).state;
        const shown = [jumped, steady].map((state) => {
          const { status, reason, health, exitCode, signal } = judge(state, probe);
          const measured =
            state.life.phase === 'ended' && state.life.ending.how === 'exited'
              ? state.life.ending.data.durationMs
              : null;
          const now = situation(state, probe);
          return {
            status,
            reason,
            health,
            exitCode,
            signal,
            measured,
            rules: [...stall(now), ...lost(now)].map((one) => one.do),
          };
        });
        assert.equal(shown[0], shown[1]);
      },
    ),
    { numRuns: 500 },
  );
});

test.run();
