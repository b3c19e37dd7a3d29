import fc from 'fast-check';
import { foldAll, foldEvent, startFold } from '../../projections/fold.ts';
import { noted, requested, started, warned } from '../rig/given-events.ts';
import { assert, suite } from '../rig/suite.ts';
import { anyHistory } from './any-event.ts';
import { foreign, told } from './told.ts';

const test = suite('fold');
const id = 'k3f9a2c7';

test('a second copy of an event, right behind the first or later, changes nothing', () => {
  fc.assert(
    fc.property(anyHistory, fc.array(fc.nat(), { maxLength: 5 }), (events, places) => {
      const once = told(events);
      const twice = [...once];
      for (const place of places) {
        const first = once[place % Math.max(1, once.length)];
        if (first !== undefined) twice.splice(twice.indexOf(first) + 1 + (place % 3), 0, first);
      }
      assert.equal(foldAll(id, twice).state, foldAll(id, once).state);
      assert.is(foldAll(id, twice).events, once.length);
    }),
  );
});

test('the same number by another writer is another event', () => {
  const [first] = told([noted()]);
  if (first === undefined || !first.known) throw new Error('no event');
  const others = ['emit.aaaa', 'emit.bbbb'].map((by) => ({ ...first, event: { ...first.event, by } }));
  assert.is(foldAll(id, [first, ...others]).state.facts.notes, 3);
});

test('an event of an unknown type is counted and kept out of the state', () => {
  const known = told([requested(), started()]);
  const fold = foldAll(id, [...known, foreign(2), foreign(3)]);
  assert.equal(fold.state, foldAll(id, known).state);
  assert.equal([fold.events, fold.unknownEvents], [4, 2]);
});

test('folding on from any point is the same as folding at once', () => {
  fc.assert(
    fc.property(anyHistory, fc.nat(25), (events, point) => {
      const read = told(events);
      const resumed = read.slice(point).reduce(foldEvent, structuredClone(foldAll(id, read.slice(0, point))));
      assert.equal(resumed, foldAll(id, read));
    }),
  );
});

test('a fold is plain data: it survives being written as JSON', () => {
  const fold = foldAll(id, told([requested(), started(), warned()]));
  assert.equal(JSON.parse(JSON.stringify(fold)), fold);
  assert.equal(JSON.parse(JSON.stringify(startFold(id))), startFold(id));
});

test.run();
