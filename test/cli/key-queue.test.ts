import { KeyQueue } from '../../src/cli/key-queue.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('keys that are waited for');

/** Keys that a test presses. */
function keyboard(): {
  readonly next: () => Promise<string | null>;
  readonly press: (key: string | null) => Promise<void>;
} {
  let give: (key: string | null) => void = () => {};
  return {
    next: () =>
      new Promise((resolve) => {
        give = resolve;
      }),
    press: async (key) => {
      give(key);
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

test('a key ends the wait; what was pressed meanwhile comes in order, and once', async () => {
  const { next, press } = keyboard();
  const keys = new KeyQueue(next);
  const waiting = keys.within(60_000);
  await press('a');
  assert.equal(await waiting, ['a']);
  await press('b');
  await press('c');
  assert.equal(await keys.within(60_000), ['b', 'c']);
  assert.equal(await keys.within(1), []);
});

test('the last one is that nobody can press any more', async () => {
  const { next, press } = keyboard();
  const keys = new KeyQueue(next);
  await press(null);
  assert.equal(await keys.within(60_000), [null]);
});

test.run();
