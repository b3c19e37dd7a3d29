import { Loop } from '../../reactors/loop.ts';
import type { Effect, Situation } from '../../reactors/reactor.ts';
import { everyoneLives } from '../projections/told.ts';
import * as given from '../rig/given-events.ts';
import { assert, suite } from '../rig/suite.ts';
import { situation } from './situation.ts';

const test = suite('loop');

const running = situation([given.requested(), given.started()], everyoneLives);
const adopt: Effect = { do: 'adopt' };

/** Hands that note down what they are asked to do. */
function noting(situationOf: (id: string) => Situation | null = () => running) {
  const done: string[] = [];
  const hands = {
    situationOf: async (id: string) => situationOf(id),
    perform: async (id: string, effect: Effect) => void done.push(`${id} ${effect.do}`),
    faulted: (rule: string, id: string, error: unknown) =>
      void done.push(`${id} ${rule}: ${error instanceof Error ? error.message : ''}`),
  };
  return { done, hands };
}

test('rules are asked again after what they wanted was done, until they want nothing more', async () => {
  let isAdopted = false;
  const { done, hands } = noting(() => ({ ...running, isAdopted }));
  const perform = async (id: string, effect: Effect): Promise<void> => {
    isAdopted = true;
    await hands.perform(id, effect);
  };
  const loop = new Loop({ orphan: (now) => (now.isAdopted ? [] : [adopt]) }, { ...hands, perform });
  await loop.look('abc');
  assert.equal(done, ['abc adopt']);
});

test('a rule that throws is written down, and the others go on', async () => {
  const { done, hands } = noting();
  let asked = 0;
  const broken = () => {
    throw new Error('oh');
  };
  const once = () => (asked++ === 0 ? [adopt] : []);
  await new Loop({ broken, once }, hands).look('abc');
  assert.equal(done, ['abc broken: oh', 'abc adopt', 'abc broken: oh']);
});

test('an effect that cannot be carried out is a fault of its rule, and is not tried for ever', async () => {
  const { done, hands } = noting();
  const perform = async (): Promise<void> => {
    throw new Error('disk full');
  };
  await new Loop({ greedy: () => [adopt] }, { ...hands, perform }).look('abc');
  assert.equal(done, ['abc greedy: disk full']);
});

test('a rule that always wants something more does not hold the watcher for ever', async () => {
  const { done, hands } = noting();
  await new Loop({ greedy: () => [adopt] }, hands).look('abc');
  assert.ok(done.length > 1 && done.length < 100);
});

test('a hint during a look makes one more look, however many come', async () => {
  let looks = 0;
  let hint = (): void => {};
  const loop = new Loop(
    { none: () => [] },
    {
      ...noting().hands,
      situationOf: async () => {
        looks += 1;
        if (looks === 1) for (let times = 0; times < 5; times += 1) hint();
        return running;
      },
    },
  );
  hint = () => void loop.look('abc');
  await loop.look('abc');
  assert.is(looks, 2);
  assert.ok(loop.isIdle);
});

test('a look that throws is a fault, and the next look is made all the same', async () => {
  let isBroken = true;
  const { done, hands } = noting(() => {
    if (isBroken) throw new Error('unreadable');
    return running;
  });
  const loop = new Loop({ none: () => [] }, hands);
  await loop.look('abc');
  isBroken = false;
  await loop.look('abc');
  assert.equal(done, ['abc look: unreadable']);
});

test("a process whose journal is gone is nobody's business", async () => {
  const { done, hands } = noting(() => null);
  await new Loop({ greedy: () => [adopt] }, hands).look('abc');
  assert.equal(done, []);
});

test.run();
