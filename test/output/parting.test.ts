import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { type ComparedOutput, partingOf } from '../../src/output/parting.ts';
import { assert, suite } from '../rig/suite.ts';
import { compared, folder, output } from './two-outputs.ts';

const test = suite('where two outputs part');

test('outputs that differ in times alone do not part', () => {
  const parting = compared('a 07:00:01\nb in 3s\n', 'a 08:00:02\nb in 4s\n');
  assert.equal(parting, {
    result: 'same',
    lines: 2,
    a: { state: 'whole', place: null },
    b: { state: 'whole', place: null },
  });
});

test('the first line that differs is told with its place in each, and the two lines before', () => {
  const parting = compared('one 3s\ntwo\nthree\nfour\nfive', 'one 12s\ntwo\nthree\nFOUR\nfive');
  assert.is(parting.result, 'parts');
  assert.is(parting.lines, 3);
  assert.equal(parting.a.place, { line: 4, offset: 17, text: 'four', before: ['two', 'three'] });
  assert.equal(parting.b.place, { line: 4, offset: 18, text: 'FOUR', before: ['two', 'three'] });
});

test('where one ends and the other goes on, they part', () => {
  const parting = compared('one\n', 'one\ntwo\n');
  assert.equal(parting.a.place, { line: 2, offset: 4, text: null, before: ['one'] });
  assert.equal(parting.b.place, { line: 2, offset: 4, text: 'two', before: ['one'] });
  assert.is(compared('', 'one').a.place?.text, null);
  assert.is(compared('one\n', 'one\n\n').b.place?.text, '');
});

test('a line end that is missing at the end is none that differs', () => {
  assert.is(compared('one\ntwo', 'one\ntwo\n').result, 'same');
  assert.is(compared('', '').result, 'same');
  assert.is(compared('one\r\ntwo\r\n', 'one\ntwo\n').result, 'same');
});

test('of one that still runs only whole lines are compared, and its end is no difference', () => {
  const growing = { isGrowing: true };
  assert.is(compared('one\ntw', 'one\ntwo\nthree\n', growing).result, 'same_so_far');
  assert.is(compared('one\n', 'one\n', growing).result, 'same_so_far');
  assert.is(compared('one\nTWO\n', 'one\ntwo\nthree\n', growing).result, 'parts');
  assert.is(
    compared('one\ntwo\nthr', 'one\n', growing).b.place?.text,
    null,
    'the other one has ended for good',
  );
});

test('an attempt is compared from where it begins, and lines still count from the beginning', () => {
  const parting = compared('gone\nwrong\none\nTWO\n', 'one\ntwo\n', { fromOffset: 11 });
  assert.equal(parting.a.place, { line: 4, offset: 15, text: 'TWO', before: ['one'] });
  assert.is(parting.b.place?.line, 2);
});

test('one whose front was cut off is not compared, unless the attempt begins behind the cut', () => {
  const cut = compared('one\n', 'one\n', { goneBytes: 100 });
  assert.equal([cut.result, cut.a.state, cut.b.state], ['not_comparable', 'truncated', 'whole']);
  const behind = compared('xx\none\nTWO\n', 'one\ntwo\n', { goneBytes: 100, fromOffset: 103 });
  assert.equal(behind.a.place, { line: 3, offset: 107, text: 'TWO', before: ['one'] });
});

test('one that is not there, or no file, is said to be', () => {
  const there = output('one\n');
  const link = join(folder, 'link');
  symlinkSync('/etc/hostname', link);
  mkdirSync(join(folder, 'a-folder'));
  const state = (a: Partial<ComparedOutput>): string => partingOf({ ...there, ...a }, there).a.state;
  assert.is(state({ path: join(folder, 'none') }), 'missing');
  assert.is(state({ path: join(folder, 'none'), absence: 'removed' }), 'removed');
  assert.is(state({ path: null, absence: 'not_started' }), 'not_started');
  assert.is(state({ path: link }), 'unreadable');
  assert.is(state({ path: join(folder, 'a-folder') }), 'unreadable');
});

test('bytes that are no text are compared as bytes, and shown as far as they can be', () => {
  const [a, b] = [
    [0, 255, 10, 254, 1],
    [0, 255, 10, 254, 2],
  ].map((bytes) => Buffer.from(bytes));
  const parting = compared(a ?? '', b ?? '');
  assert.equal(parting.a.place, { line: 2, offset: 3, text: '\ufffd\x01', before: ['\0\ufffd'] });
});

test('of a long line is shown what stands around the difference', () => {
  const word = (index: number): string => `wörd-${index} `;
  const many = Array.from({ length: 5000 }, (_, index) => word(index)).join('');
  const parting = compared(`${many}07:00:01 left`, `${many.replace('wörd-4000', 'wörd-4OOO')}08:00:02 left`);
  assert.match(parting.a.place?.text ?? '', /^….{0,5}rd-39\d\d .*wörd-4000 wörd-4001.*…$/);
  assert.match(parting.b.place?.text ?? '', /^….*wörd-4OOO wörd-4001.*…$/);
  assert.ok((parting.a.place?.text ?? '').length <= 402);
  assert.not.match(parting.a.place?.text ?? '', /\ufffd/);
});

test('a line longer than anything is compared to its end, in pieces', () => {
  const long = (second: number, last: string): string => {
    const parts = Array.from(
      { length: 40_000 },
      (_, index) => `{"at":"2026-11-27T07:00:0${second}Z","n":${index}}`,
    );
    return `[${parts.join(',')},${last}]\nbehind\n`;
  };
  // Another width of the times moves every piece.
  const wider = long(1, 'x').replaceAll('07:00:01Z', '07:00:01.123456Z');
  assert.is(compared(long(1, 'x'), wider).result, 'same');
  const parting = compared(long(1, 'x'), wider.replace(',x]', ',y]'));
  assert.equal([parting.lines, parting.a.place?.line, parting.a.place?.offset], [0, 1, 0]);
  assert.match(parting.a.place?.text ?? '', /^….*"n":39999\},x\]$/);
  assert.match(parting.b.place?.text ?? '', /,y\]$/);
});

test('a bar that was redrawn ten thousand times is its last state', () => {
  const bar = (times: number): string =>
    Array.from({ length: times }, (_, index) => `\r${index}%|${'#'.repeat(50)}`).join('');
  assert.is(compared(`${bar(10_000)}\rdone\nnext\n`, `${bar(33)}\rdone\nnext\n`).result, 'same');
  const parting = compared(`${bar(10_000)}\rdone\nnext\n`, `${bar(33)}\rover\nnext\n`);
  assert.equal([parting.a.place?.text, parting.b.place?.text], ['done', 'over']);
});

test('secrets of the lines that part, and of those before, are not shown; outputs that differ in one alone part', () => {
  const line = (secret: string): string => `${'x '.repeat(300)}é password=${secret} user=ann\n`;
  const before = `token=${'Zq7'.repeat(12)} ok\n`;
  const parting = compared(`${before}${line('Zq7'.repeat(300))}`, `${before}${line('Zq8'.repeat(300))}`);
  assert.is(parting.result, 'parts');
  assert.not.match(JSON.stringify(parting), /Zq[78]/);
  assert.equal(parting.a.place?.before, ['token=*** ok']);
  assert.match(parting.a.place?.text ?? '', /^….* x é password=\*\*\* user=ann$/);
});

test('nothing of two private keys is shown where the outputs part inside of them', () => {
  const begin = `-----BEGIN PRIVATE ${'KEY'}-----`;
  const key = (letter: string): string => `${begin}\nsame${'Qx1'.repeat(20)}\n${letter.repeat(64)}\n`;
  const parting = compared(key('a'), key('b'));
  assert.equal(parting.a.place?.before, [`${begin}***`, '***']);
  assert.is(parting.a.place?.text, '***');
  assert.is(parting.b.place?.text, '***');
  assert.is(compared(key('a'), `${begin}\n`).a.place?.text, '***');
});

test.run();
