import {
  type ListedProcess,
  type ListFilter,
  resolveReference,
  selectProcesses,
} from '../../projections/process-list.ts';
import { assert, suite } from '../rig/suite.ts';
import { atSecond } from './told.ts';

const test = suite('process list');

const listed = (id: string, second: number | null, more: Partial<ListedProcess> = {}): ListedProcess => ({
  id,
  name: null,
  type: 'sh',
  status: 'completed',
  tags: {},
  launchedAt: second === null ? null : atSecond(second),
  ...more,
});

const everything: ListFilter = { status: 'all', type: null, tags: {}, since: null, limit: null };

const all = [
  listed('aaa1', 1, { status: 'failed', name: 'build', tags: { team: 'x', env: 'ci' } }),
  listed('aab2', 3, { status: 'running', name: 'build', type: 'make', tags: { team: 'x' } }),
  listed('bbb3', 2, { status: 'failed', name: 'aab' }),
  listed('ccc4', null, { type: null, status: 'rejected' }),
];

const ids = (filter: Partial<ListFilter>) =>
  selectProcesses(all, { ...everything, ...filter }).map(({ id }) => id);

test('newest first; without a time last; at the same time by id, whatever order they came in', () => {
  assert.equal(ids({}), ['aab2', 'bbb3', 'aaa1', 'ccc4']);
  const twins = [listed('b', 5), listed('a', 5), listed('c', 5)];
  for (const order of [twins, [...twins].reverse()])
    assert.equal(
      selectProcesses(order, everything).map(({ id }) => id),
      ['a', 'b', 'c'],
    );
});

test('each filter leaves what fits it, and together they all must', () => {
  assert.equal(ids({ status: 'failed' }), ['bbb3', 'aaa1']);
  assert.equal(ids({ type: 'make' }), ['aab2']);
  assert.equal(ids({ tags: { team: 'x' } }), ['aab2', 'aaa1']);
  assert.equal(ids({ tags: { team: 'x', env: 'ci' } }), ['aaa1']);
  assert.equal(ids({ tags: { constructor: 'x' } }), []);
  assert.equal(ids({ since: atSecond(2) }), ['aab2', 'bbb3']);
  assert.equal(ids({ status: 'failed', since: atSecond(2), type: 'make' }), []);
});

test('the limit is taken from the newest that fit', () => {
  assert.equal(ids({ limit: 1, status: 'failed' }), ['bbb3']);
  assert.equal(ids({ limit: 0 }), []);
  assert.equal(ids({ limit: 99 }).length, 4);
});

test('choosing leaves the list as it was', () => {
  const copy = structuredClone(all);
  selectProcesses(all, everything);
  assert.equal(all, copy);
});

const meant = (reference: string) => {
  const resolved = resolveReference(all, reference);
  return resolved.found === 'one' ? resolved.process.id : resolved.found;
};

test('@last is the newest, @last-failed the newest that failed', () => {
  assert.is(meant('@last'), 'aab2');
  assert.is(meant('@last-failed'), 'bbb3');
  assert.is(resolveReference([], '@last').found, 'none');
  assert.is(resolveReference([listed('a', 1)], '@last-failed').found, 'none');
});

test('a name means the newest process with that name', () => {
  assert.is(meant('build'), 'aab2');
});

test('an id comes before a name, a name before a prefix', () => {
  assert.is(meant('aab'), 'bbb3');
  const named = [listed('xyz', 1), listed('abc', 2, { name: 'xyz' })];
  const resolved = resolveReference(named, 'xyz');
  assert.is(resolved.found === 'one' && resolved.process.id, 'xyz');
});

test('a prefix must be of one process only; else all that it fits are named', () => {
  assert.is(meant('c'), 'ccc4');
  assert.equal(resolveReference(all, 'aa'), { found: 'many', candidates: ['aab2', 'aaa1'] });
  assert.is(meant('zz'), 'none');
  assert.is(meant(''), 'none');
  assert.is(meant('AAA1'), 'none');
});

test.run();
