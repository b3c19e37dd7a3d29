import type { DataOf } from '../../schemas/event.ts';
import { ErrorTelling } from '../../src/attend/error-telling.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('telling errors');

/** Tells so many, and gives what was written down. */
function told(count: number, before = 0): DataOf<'process.warned'>[] {
  const written: DataOf<'process.warned'>[] = [];
  const telling = new ErrorTelling(before, (data) => written.push(data));
  for (let n = 1; n <= count; n += 1) telling.tell({ line: `error ${n}`, offset: n });
  telling.end();
  return written;
}

const offsetsOf = (written: readonly DataOf<'process.warned'>[]) =>
  written.filter(({ kind }) => kind === 'error_line').map(({ offset }) => offset);
const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, n) => from + n);

test('fifty are all written, in their order', () => {
  assert.equal(offsetsOf(told(50)), range(1, 50));
  assert.is(told(50).length, 50);
});

test('of more the first forty and the newest ten, and how many were left out', () => {
  const written = told(61);
  assert.equal(offsetsOf(written), [...range(1, 40), ...range(52, 61)]);
  const [last] = written.slice(-1);
  assert.equal(
    [last?.kind, last?.message],
    ['error_lines_dropped', '11 more lines that tell an error are in its output'],
  );
});

test('what was written down by somebody else counts', () => {
  assert.equal(offsetsOf(told(20, 35)), [...range(1, 5), ...range(11, 20)]);
  assert.equal(offsetsOf(told(3, 50)), range(1, 3));
});

test('a secret is not written down, and a message is short', () => {
  const written: DataOf<'process.warned'>[] = [];
  const telling = new ErrorTelling(0, (data) => written.push(data));
  telling.tell({ line: `error: password=hunter2-hunter2 ${'x'.repeat(450)}`, offset: 0 });
  assert.not.match(JSON.stringify(written), 'hunter2');
  assert.is(written[0]?.message.length, 200);
});

test.run();
