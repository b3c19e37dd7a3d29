import {
  type CoarseTimer,
  coarsePause,
  setCoarseInterval,
  setCoarseTimer,
} from '../../src/base/coarse-timer.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('coarse timers');

/** A turn of the event loop, which all that is done on one beat shares. */
function turnsUntil(isOver: () => boolean): Promise<number> {
  return new Promise((resolve) => {
    let turns = 0;
    const turn = (): void => {
      turns += 1;
      if (isOver()) resolve(turns);
      else setImmediate(turn);
    };
    setImmediate(turn);
  });
}

/** Two that ask at different times, but not on different sides of a whole second. */
async function setInOneSecond(act: () => void): Promise<CoarseTimer[]> {
  for (;;) {
    const startedMs = performance.now();
    const first = setCoarseTimer(act, 3000);
    await new Promise((resolve) => setTimeout(resolve, 30));
    const second = setCoarseInterval(act, 3000);
    if (Math.floor(startedMs / 1000) === Math.floor((performance.now() + 10) / 1000)) return [first, second];
    first.cancel();
    second.cancel();
  }
}

test('what asks for whole seconds, at whatever times, is done in the same turn', async () => {
  let turn = 0;
  let isOver = false;
  const doneIn: number[] = [];
  const done = (): void => void doneIn.push(turn);
  const timers = await setInOneSecond(done);
  await turnsUntil(() => {
    turn += 1;
    isOver = doneIn.length > 0;
    return isOver;
  });
  for (const timer of timers) timer.cancel();
  assert.is(doneIn.length, 2);
  assert.is(doneIn[0], doneIn[1]);
});

test('what asks for pairs of seconds is done together, whenever it began', async () => {
  const beats = { first: 0, second: 0 };
  const first = setCoarseInterval(() => (beats.first += 1), 2000);
  await new Promise((resolve) => setTimeout(resolve, 1000));
  const second = setCoarseInterval(() => (beats.second += 1), 2000);
  await turnsUntil(() => beats.first > 0 && beats.second > 0);
  const before = beats.first - beats.second;
  await turnsUntil(() => beats.first > 2);
  assert.is(beats.first - beats.second, before);
  for (const timer of [first, second]) timer.cancel();
});

test('what asks for tenths of a second is done together, whenever it began', async () => {
  let turn = 0;
  const doneIn: [number[], number[]] = [[], []];
  const first = setCoarseInterval(() => doneIn[0].push(turn), 100);
  await new Promise((resolve) => setTimeout(resolve, 50));
  const second = setCoarseInterval(() => doneIn[1].push(turn), 200);
  await turnsUntil(() => {
    turn += 1;
    return doneIn[1].length === 3;
  });
  for (const timer of [first, second]) timer.cancel();
  assert.equal(
    doneIn[1].filter((one) => !doneIn[0].includes(one)),
    [],
  );
});

test('one that is cancelled by another on the same beat is not called', async () => {
  const called: string[] = [];
  await new Promise<void>((resolve) => {
    const killer = (): void => {
      called.push('killer');
      victim.cancel();
      setImmediate(resolve);
    };
    setCoarseTimer(killer, 1000);
    const victim = setCoarseTimer(() => called.push('victim'), 1000);
  });
  assert.equal(called, ['killer']);
});

test('an interval goes on until it is cancelled, also by itself', async () => {
  let beats = 0;
  await new Promise<void>((resolve) => {
    const interval = setCoarseInterval(() => {
      beats += 1;
      if (beats < 3) return;
      interval.cancel();
      setTimeout(resolve, 1200);
    }, 500);
  });
  assert.is(beats, 3);
});

test('a pause ends when it is asked to, also if that was before', async () => {
  const asked = new AbortController();
  const pause = coarsePause(3_600_000, asked.signal);
  asked.abort();
  await pause;
  await coarsePause(3_600_000, asked.signal);
});

test.run();
