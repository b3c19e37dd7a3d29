import { Paced } from '../../src/watch/paced.ts';
import { eventually } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('what is done when asked');

/** Counts how often it is done, which takes so long. */
function counted(tookMs: number) {
  const done = { times: 0 };
  const act = (): void => {
    done.times += 1;
    for (const endMs = performance.now() + tookMs; performance.now() < endMs; );
  };
  return { done, act };
}

test('it is done at once, and once more behind the last time it was asked', async () => {
  const { done, act } = counted(0);
  const paced = new Paced(act, 50);
  paced.ask();
  assert.is(done.times, 1);
  paced.ask();
  const atOnce = done.times;
  await eventually(() => (done.times === atOnce + 1 ? true : null));
  paced.cancel();
});

test('what takes long is done less often, however often it is asked, and not left out', async () => {
  const { done, act } = counted(30);
  const paced = new Paced(act, 50);
  for (let asked = 0; asked < 100; asked += 1) paced.ask();
  assert.is(done.times, 1);
  await eventually(() => (done.times === 2 ? true : null));
  paced.cancel();
});

test('cancelled, it is done no more', async () => {
  const { done, act } = counted(0);
  const paced = new Paced(act, 20);
  paced.ask();
  paced.cancel();
  await new Promise((resolve) => setTimeout(resolve, 100));
  assert.is(done.times, 1);
});

test.run();
