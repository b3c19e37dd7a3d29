import { SecondLooks } from '../../src/watch/second-looks.ts';
import { eventually } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('what could not be looked at is looked at once more');
const short = { firstMs: 20, longestMs: 80 };

/** Looks, so many of which come to nothing. */
function looking(failing: number) {
  const atMs: number[] = [];
  const looks = new SecondLooks(async (id) => {
    atMs.push(Date.now());
    if (atMs.length <= failing) looks.plan(id);
  }, short);
  return { atMs, looks };
}

test('until it comes to something, and then no more', async () => {
  const { atMs, looks } = looking(3);
  looks.plan('a');
  assert.equal(looks.ids, ['a']);
  await eventually(() => (looks.ids.length === 0 ? true : null), 10_000);
  assert.is(atMs.length, 4);
});

test('once, however often it is asked for meanwhile', async () => {
  const { atMs, looks } = looking(0);
  for (let time = 0; time < 5; time += 1) looks.plan('a');
  await eventually(() => (looks.ids.length === 0 ? true : null), 10_000);
  await new Promise((resolve) => setTimeout(resolve, 100));
  assert.is(atMs.length, 1);
});

test('later each time, to a longest wait; what came to something begins anew', async () => {
  const { atMs, looks } = looking(5);
  const begunMs = Date.now();
  looks.plan('a');
  await eventually(() => (looks.ids.length === 0 ? true : null), 10_000);
  // 20, 40, 80, 80, 80, 80: a timer is never early, but for the millisecond that it is rounded to.
  assert.ok(Date.now() - begunMs >= 370, `${atMs.map((ms) => ms - begunMs)}`);
  const againMs = Date.now();
  looks.plan('a');
  await eventually(() => (looks.ids.length === 0 ? true : null), 10_000);
  assert.ok((atMs.at(-1) ?? 0) - againMs < 380, 'it began with the longest wait');
});

test.run();
