import { type Cursor, moved, newCursor, untold } from '../../src/inbox/cursor.ts';
import { assert, suite } from '../rig/suite.ts';
import { anyNews, aStall } from './any-news.ts';

const test = suite('the cursor of a consumer');
const end = anyNews();
const here = new Set(['k3f9a2c7']);
const after = (cursor: Cursor, ...events: (typeof end)[]): Cursor =>
  moved({ ...cursor, pending: events }, here);

test('to a new consumer everything is news', () => {
  assert.equal(untold(newCursor, [end, aStall(1)]), [end, aStall(1)]);
});

test('what was told is no news, whatever it is judged to be later', () => {
  const cursor = after(newCursor, anyNews({ kind: 'failed', reason: 'lost' }));
  assert.equal(untold(cursor, [end]), []);
});

test('what is being told is no news either', () => {
  assert.equal(untold({ ...newCursor, pending: [end] }, [end, aStall(1)]), [aStall(1)]);
});

test('each stall is told once, and the end after it', () => {
  const once = after(newCursor, aStall(1));
  assert.equal(untold(once, [aStall(1), aStall(2), end]), [aStall(2), end]);
  const ended = after(once, aStall(2), end);
  assert.equal(untold(ended, [aStall(1), aStall(2), end]), []);
  assert.equal(ended.told, [{ process: 'k3f9a2c7', ended: true, stalls: 2 }]);
  assert.equal(ended.pending, []);
});

test('processes whose journals are gone are forgotten, the latest last: a journal can come back', () => {
  const gone = Array.from({ length: 10_003 }, (_, index) => anyNews({ process: `gone${index}` }));
  const cursor = after({ ...newCursor, told: after(newCursor, end).told }, ...gone);
  assert.is(cursor.told.length, 10_001);
  assert.equal(
    cursor.told.slice(0, 2).map(({ process }) => process),
    ['k3f9a2c7', 'gone3'],
  );
});

test.run();
