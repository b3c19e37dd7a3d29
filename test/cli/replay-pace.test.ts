import { ReplayPace } from '../../src/cli/replay-pace.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('the pace of a replay');

test('a gap takes what it took, by the speed; nothing is left out', async () => {
  for (const [speed, leastMs] of [
    [10, 190],
    [0.5, 290],
  ] as const) {
    const began = performance.now();
    const pace = new ReplayPace(speed);
    const gapMs = speed === 10 ? 2000 : 150;
    assert.equal([await pace.before(5000), await pace.before(5000 + gapMs)], [0, 0]);
    assert.ok(performance.now() - began >= leastMs, `at ${speed} times its speed it was too early`);
  }
});

test('a thousand short gaps at a thousand times the speed are over in the sum of their times', async () => {
  const pace = new ReplayPace(1000);
  for (let k = 0; k < 1000; k += 1) assert.is(await pace.before(k * 100), 0);
});

test('a clock that was set back, and times that are none, make no pause', async () => {
  const pace = new ReplayPace(0.1);
  for (const atMs of [9_000_000, 1000, Number.NaN, 1000, 1000]) assert.is(await pace.before(atMs), 0);
});

test(
  'a pause of more than a minute is cut to one, and what was left out is told',
  async () => {
    const pace = new ReplayPace(1000, 50); // a minute, for the patience of a test
    await pace.before(0);
    assert.is(await pace.before(3_600_000), 3_550_000);
    assert.is(await pace.before(3_610_000), 0);
  },
  { timeoutMs: 30_000 },
);

test.run();
