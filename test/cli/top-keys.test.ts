import { amid, pressed, type TopModel } from '../../src/cli/top-keys.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('keys of top');
const table: TopModel = { showing: { kind: 'table' }, chosen: null };
const ids = ['one', 'two', 'three'];

/** What keys make of it, one after the other, with what the last of them asks for. */
function after(model: TopModel, ...keys: readonly (string | null)[]) {
  const start = { model, wish: { do: 'nothing' } } as ReturnType<typeof pressed>;
  return keys.reduce((now, key) => pressed(now.model, key, ids), start);
}

test('arrows choose another one, and stop at the ends', () => {
  const chosenBy = (...keys: string[]): string | null => after(table, ...keys).model.chosen;
  assert.is(chosenBy('\x1b[B'), 'two');
  assert.is(chosenBy('j', 'j', 'j', 'j'), 'three');
  assert.is(chosenBy('j', 'j', 'k'), 'two');
  assert.is(chosenBy('\x1bOA'), 'one');
});

test('the chosen one stays chosen when others come, and is the first when it has gone', () => {
  const { model } = after(table, 'j');
  assert.is(amid(model, ['new', ...ids], () => true).chosen, 'two');
  assert.is(amid(model, ['new', 'one'], () => true).chosen, 'new');
  const first = amid(table, ids, () => true);
  assert.is(amid(first, ['new', ...ids], () => true).chosen, 'one', 'also where no key was pressed');
  assert.is(amid(first, [], () => true).chosen, null);
});

test('l, w and s are about the chosen one, and go back by q', () => {
  for (const [key, kind] of [
    ['l', 'logs'],
    ['\r', 'logs'],
    ['w', 'why'],
    ['s', 'asking'],
  ] as const) {
    const { model } = after(table, 'j', key);
    assert.equal([model.showing.kind, 'id' in model.showing && model.showing.id], [kind, 'two']);
    assert.equal(after(model, 'q').model, { showing: { kind: 'table' }, chosen: 'two' });
    assert.equal(after(model, 'q').wish, { do: 'nothing' });
  }
});

test('only y stops it, and only after it was asked for', () => {
  assert.equal(after(table, 'j', 's', 'y').wish, { do: 'stop', id: 'two' });
  assert.equal(after(table, 's', 'Y').wish, { do: 'stop', id: 'one' });
  for (const key of ['n', '\r', ' ', '\x1b', 's'])
    assert.equal(after(table, 's', key).wish, { do: 'nothing' });
  assert.equal(after(table, 'y').wish, { do: 'nothing' });
});

test('q, Esc, Ctrl-C and a terminal that is gone end it', () => {
  for (const key of ['q', '\x1b', '\x03', '\x04', null]) assert.is(after(table, key).wish.do, 'quit');
  for (const key of ['\x03', null]) assert.is(after(table, 'l', key).wish.do, 'quit');
});

test('Ctrl-Z gives the terminal to the shell, whatever is shown', () => {
  for (const keys of [[], ['l'], ['w'], ['s']])
    assert.equal(after(table, ...keys, '\x1a').wish, { do: 'suspend' });
});

test('a post-mortem is scrolled, not above its first line nor below its last', () => {
  const why: TopModel = { chosen: 'one', showing: { kind: 'why', id: 'one', from: 0, last: 3 } };
  const fromAfter = (...keys: string[]) => {
    const { showing } = after(why, ...keys).model;
    return showing.kind === 'why' ? showing.from : null;
  };
  assert.equal([fromAfter('j', 'j', 'k'), fromAfter('k'), fromAfter('x')], [1, 0, 0]);
  assert.is(fromAfter(...'jjjjjjjj', 'k'), 2);
});

test('what is shown of one that is gone gives way to the table', () => {
  for (const key of ['l', 'w', 's']) {
    const { model } = after(table, key);
    assert.equal(amid(model, ids, () => true).showing, model.showing);
    assert.equal(
      amid(model, ids.slice(1), () => false),
      { showing: { kind: 'table' }, chosen: 'two' },
    );
  }
});

test('where nothing runs keys do nothing', () => {
  for (const key of ['l', 'w', 's', 'j', 'y'])
    assert.equal(pressed(table, key, []), { model: table, wish: { do: 'nothing' } });
});

test.run();
