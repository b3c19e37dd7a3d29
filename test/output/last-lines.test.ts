import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { offsetOfLastLines } from '../../src/output/last-lines.ts';
import { lastOutputLines, tailOffset } from '../../src/output/output-tail.ts';
import { assert, suite } from '../rig/suite.ts';
import { temporaryFolder } from '../rig/temporary-folder.ts';

const test = suite('last lines');
const folder = temporaryFolder('last-lines-');
const path = join(folder, 'o');

/** The last lines of this text, as the offset cuts them off. */
function lastLines(text: string | Buffer, lines: number): string {
  writeFileSync(path, text);
  const fd = openSync(path, 'r');
  try {
    return readFileSync(path).subarray(offsetOfLastLines(fd, lines)).toString();
  } finally {
    closeSync(fd);
  }
}

test('none are none, one is the last, more than there are is everything', () => {
  const text = 'one\ntwo\nthree\n';
  assert.is(lastLines(text, 0), '');
  assert.is(lastLines(text, 1), 'three\n');
  assert.is(lastLines(text, 2), 'two\nthree\n');
  assert.is(lastLines(text, 3), text);
  assert.is(lastLines(text, 99), text);
  assert.is(lastLines('', 5), '');
});

test('a last line without its end counts as a line', () => {
  assert.is(lastLines('one\ntwo', 1), 'two');
  assert.is(lastLines('one\ntwo', 2), 'one\ntwo');
  assert.is(lastLines('one', 1), 'one');
});

test('empty lines are lines', () => {
  assert.is(lastLines('one\n\n\n', 1), '\n');
  assert.is(lastLines('one\n\n\n', 2), '\n\n');
  assert.is(lastLines('\n', 1), '\n');
});

test('it is what splitting the whole text would give', () => {
  const lineText = fc.constantFrom('', 'a', 'line', 'x'.repeat(70_000));
  fc.assert(
    fc.property(fc.array(lineText, { maxLength: 8 }), fc.boolean(), fc.nat(9), (all, ends, wanted) => {
      const text = all.join('\n') + (ends && all.length > 0 ? '\n' : '');
      const parts = text.split(/(?<=\n)/);
      const expected = wanted === 0 ? '' : parts.slice(-wanted).join('');
      assert.ok(lastLines(text, wanted) === expected);
    }),
    { numRuns: 60 },
  );
});

test('lines are found across the chunks that are read backwards', () => {
  const long = `${'x'.repeat(64 * 1024 - 1)}\n`;
  assert.ok(lastLines(`first\n${long}${long}last\n`, 3) === `${long}${long}last\n`);
});

test('a line of 10 MB is one line', () => {
  const line = Buffer.alloc(10_000_000, 'x');
  assert.is(lastLines(Buffer.concat([Buffer.from('before\n'), line]), 1).length, 10_000_000);
});

test('in a line without end the last 16 MiB are shown, at once', () => {
  assert.is(lastLines(Buffer.alloc(17 * 1024 * 1024, 'x'), 50).length, 16 * 1024 * 1024);
});

test('an output that is not there has no offset', () => {
  assert.is(tailOffset(join(folder, 'missing'), 5), null);
  writeFileSync(path, 'one\ntwo\n');
  assert.is(tailOffset(path, 1), 4);
});

test('the last lines of an output are safe to show, also where a line never ends', () => {
  const path = join(folder, 'shown');
  writeFileSync(path, 'one\n\x1b[2Jtwo\r\nthree', { mode: 0o600 });
  assert.equal(lastOutputLines(path, 2), ['two', 'three']);
  assert.equal(lastOutputLines(path, 9), ['one', 'two', 'three']);
  writeFileSync(path, 'x'.repeat(1_000_000));
  assert.equal(
    lastOutputLines(path, 5).map(({ length }) => length),
    [64 * 1024],
  );
  assert.equal(lastOutputLines(join(folder, 'missing'), 5), []);
});

test.run();
