import { monotonicMs, until, wallTime } from '../../src/base/clock.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('clock');

test('wall time is UTC with milliseconds, as journals write it', () => {
  assert.match(wallTime(), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
});

test('until gives the first fact, and asks no more', async () => {
  let asked = 0;
  const fact = await until(() => (++asked === 3 ? 'here' : null), { limitMs: 10_000, everyMs: 1 });
  assert.equal([fact, asked], ['here', 3]);
});

test('until asks once more at its limit, then gives up', async () => {
  const startedMs = monotonicMs();
  let asked = 0;
  const never = (): null => {
    asked += 1;
    return null;
  };
  assert.is(await until(never, { limitMs: 60, everyMs: 10_000 }), null);
  assert.ok(asked >= 2);
  assert.ok(monotonicMs() - startedMs < 9000);
});

test('until waits for an answer that is a promise, and passes an error on', async () => {
  assert.is(await until(async () => 0, { limitMs: 0, everyMs: 1 }), 0);
  let thrown: unknown;
  await until(() => Promise.reject(new Error('no')), { limitMs: 50, everyMs: 1 }).catch((error: unknown) => {
    thrown = error;
  });
  assert.is(String(thrown), 'Error: no');
});

test.run();
