import fc from 'fast-check';
import { safeJson, safeOutput, safeText } from '../../src/output/safe-text.ts';
import { cpuMs } from '../rig/cpu-time.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('safe-text');

const bidi = '\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069';
const actsOnTerminal = new RegExp(`[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u2028\\u2029\\ufeff${bidi}]`);
const colour = /\x1b\[[\d;:]*m/g;

/** Dense in what matters: a random string of Unicode hardly ever holds an introducer. */
const hostileText = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '\x1b',
        '\x1b[',
        '\x1b]',
        '\x1bP',
        '\x9b',
        '\x9d',
        '\x90',
        '\x9c',
        '\x07',
        '\x1b\\',
        'm',
        '31m',
      ),
      fc.constantFrom(
        '\r',
        '\n',
        '\r\n',
        '\t',
        '\x18',
        '\0',
        ';',
        '0',
        ' ',
        '\u202e',
        '\u2028',
        '\ud800',
        '\u{e0041}',
      ),
      fc.string({ unit: 'binary', maxLength: 4 }),
      fc.string({ maxLength: 4 }),
    ),
    { maxLength: 30 },
  )
  .map((parts) => parts.join(''));

const names: readonly (readonly [string, string])[] = [
  ['build', 'build'],
  ['Grüße, 世界 🎉', 'Grüße, 世界 🎉'],
  ['C:\\work\\a', 'C:\\work\\a'],
  ['١٢٣ \u0600', '١٢٣ \u0600'],
  ['a\nb\tc\rd', 'a\\nb\\tc\\rd'],
  ['\0\x07\x1b[31mred', '\\x00\\x07\\x1b[31mred'],
  ['\x7f\x85\x9b31m', '\\x7f\\x85\\x9b31m'],
  ['abc\u202ecba', 'abc\\u202ecba'],
  ['\u061c\u200e\u200f\u2066\u2069', '\\u061c\\u200e\\u200f\\u2066\\u2069'],
  ['a\u200bb\u200cc\u200dd\u2060e', 'a\\u200bb\\u200cc\\u200dd\\u2060e'],
  ['\ufeffname', '\\ufeffname'],
  ['a\u2028b\u2029', 'a\\u2028b\\u2029'],
  ['\ud800x\udc00', '\\ud800x\\udc00'],
  ['tag\u{e0041}', 'tag\\u{e0041}'],
  ['\ue0b0 \u{f0001}', '\\ue0b0 \\u{f0001}'],
  ['\uffff', '\\uffff'],
];
for (const [given, shown] of names) {
  test(`a name ${JSON.stringify(shown)} is one harmless line`, () => assert.is(safeText(given), shown));
}

test('a one-line value holds no control, bidi or invisible character, whatever it was', () => {
  fc.assert(
    fc.property(hostileText, (text) => {
      assert.not.match(safeText(text), actsOnTerminal);
      assert.not.match(safeText(text), /[\n\t\u200b-\u200d\u2060\p{Cs}\p{Co}\u{e0000}-\u{e007f}]/u);
    }),
  );
});

test('a cut value says so, has at most so many characters and never half an escape', () => {
  assert.is(safeText('abcdef', { maxChars: 6 }), 'abcdef');
  assert.is(safeText('abcdefg', { maxChars: 6 }), 'abcde…');
  assert.is(safeText('🎉🎉🎉', { maxChars: 2 }), '🎉…');
  assert.is(safeText('🎉🎉', { maxChars: 2 }), '🎉🎉');
  assert.is(safeText('ab\u202ecd', { maxChars: 6 }), 'ab…');
  assert.is(safeText('ab\n', { maxChars: 4 }), 'ab\\n');
  assert.is(safeText('ab', { maxChars: 1 }), '…');
  assert.is(safeText('ab', { maxChars: 0 }), '');
  assert.is(safeText('', { maxChars: 0 }), '');
});

test('cutting is the same as cutting the whole escaped text at a boundary', () => {
  fc.assert(
    fc.property(hostileText, fc.integer({ min: 1, max: 40 }), (text, maxChars) => {
      const cut = safeText(text, { maxChars });
      const whole = safeText(text);
      assert.ok(Array.from(cut).length <= maxChars);
      if (Array.from(whole).length <= maxChars) assert.is(cut, whole);
      else assert.ok(cut.endsWith('…') && whole.startsWith(cut.slice(0, -1)));
    }),
  );
});

const outputs: readonly (readonly [law: string, given: string, plain: string, coloured?: string])[] = [
  ['lines and tabs stay', 'a\tb\nc\n', 'a\tb\nc\n'],
  ['CRLF is a newline', 'a\r\nb\r\n', 'a\nb\n'],
  ['a progress bar shows its last state', '1%\r50%\r100%\ndone', '100%\ndone'],
  ['a return before nothing overwrites nothing', '100%\r', '100%'],
  ['several returns overwrite nothing', 'a\r\r\r\nb', 'a\nb'],
  ['clearing the line is no text', '50%\r\x1b[K', '50%'],
  ['a return at the start of a line is nothing', '\rabc', 'abc'],
  ['a colour is kept or dropped', '\x1b[1;31mred\x1b[0m.', 'red.', '\x1b[1;31mred\x1b[0m.'],
  ['a colour with colons is a colour', '\x1b[38:2::1:2:3mx\x1b[m', 'x', '\x1b[38:2::1:2:3mx\x1b[m'],
  ['a colour that is left on is reset', '\x1b[31mred\n', 'red\n', '\x1b[31mred\n\x1b[0m'],
  ['an 8-bit colour is written as a 7-bit one', '\x9b31mred\x9b0m', 'red', '\x1b[31mred\x1b[0m'],
  ['overwritten text hands its colour on', '\x1b[31ma\rb\x1b[0m', 'b', '\x1b[31mb\x1b[0m'],
  ['overwritten text hands its reset on', '\x1b[31ma\nb\x1b[0m\rc', 'a\nc', '\x1b[31ma\n\x1b[0mc'],
  ['an SGR look-alike is no colour', '\x1b[>4;2mx\x1b[?4my\x1b[1 mz', 'xyz', 'xyz'],
  ['the clipboard is not written (OSC 52)', 'a\x1b]52;c;ZXZpbA==\x07b', 'ab'],
  ['a link is its text (OSC 8)', '\x1b]8;;http://x\x1b\\text\x1b]8;;\x1b\\', 'text'],
  ['the title is not set (OSC 0)', '\x1b]0;owned\x07x', 'x'],
  ['an 8-bit OSC is one', '\x9d0;owned\x9cx', 'x'],
  ['a DCS goes with its body', '\x1bP1$r0m\x1b\\x', 'x'],
  ['APC, PM and SOS go with their bodies', '\x1b_a\x1b\\\x1b^b\x1b\\\x1bXc\x9cx', 'x'],
  ['the cursor is not asked for', 'a\x1b[6nb', 'ab'],
  ['screen modes do not change', '\x1b[?1049h\x1b[2J\x1b[1;1Hx', 'x'],
  ['short sequences go', '\x1b7\x1bc\x1b(B\x1b#8\x1b=x\x1bM', 'x'],
  [
    'an escape inside a title ends it, as on a terminal',
    '\x1b]0;a\x1b[31mb\x07',
    'b\\x07',
    '\x1b[31mb\\x07\x1b[0m',
  ],
  ['CAN ends a title', '\x1b]0;a\x18b', 'b'],
  ['a tmux passthrough leaves nothing that acts', '\x1bPtmux;\x1b\x1b]52;c;eA==\x07\x1b\\x', '\\x1bx'],
  ['an escape before an escape is shown', '\x1b\x1b[31mx\x1b[0m', '\\x1bx', '\\x1b\x1b[31mx\x1b[0m'],
  ['a sequence without an end is shown', 'a\x1b[31', 'a\\x1b[31'],
  ['a title without an end hides nothing', '\x1b]0;title\nerror: lost\n', '\\x1b]0;title\nerror: lost\n'],
  ['an escape at the end is shown', 'a\x1b', 'a\\x1b'],
  ['an escape before a newline is shown', 'a\x1b\nb', 'a\\x1b\nb'],
  ['other controls are shown', 'a\bb\x00\x7f\x85', 'a\\x08b\\x00\\x7f\\x85'],
  ['bidi and separators are shown', '\u202eabc\u2028\u2069\ufeff', '\\u202eabc\\u2028\\u2069\\ufeff'],
  ['emoji sequences and icons stay whole', '👩‍💻 \ue0b0', '👩‍💻 \ue0b0'],
];
for (const [law, given, plain, coloured] of outputs) {
  test(`in output ${law}`, () => {
    assert.is(safeOutput(given, { colours: false }), plain);
    assert.is(safeOutput(given, { colours: true }), coloured ?? plain);
  });
}

test('output holds nothing that acts on a terminal, except colours that end with a reset', () => {
  fc.assert(
    fc.property(hostileText, (text) => {
      assert.not.match(safeOutput(text, { colours: false }), actsOnTerminal);
      const coloured = safeOutput(text, { colours: true });
      assert.not.match(coloured.replace(colour, ''), actsOnTerminal);
      const last = coloured.match(colour)?.at(-1);
      if (last !== undefined) assert.match(last, /^\x1b\[[0;]*m$/);
    }),
  );
});

test('text without controls is shown as it is', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      assert.is(safeOutput(text, { colours: true }), text);
      assert.is(safeText(text), text);
    }),
  );
});

test('megabytes of hostile output take linear time', () => {
  const size = 10_000_000;
  const floods = [
    '\0',
    '\x1b',
    '\x1b]',
    '\x9d',
    '\x1b[1',
    '\x1bP\x1b',
    `\x9d${'a'.repeat(5000)}`,
    'a\r',
    '\x1b[31m\r',
  ];
  for (const flood of [...floods, `\x1b]0;${'a'.repeat(size)}`]) {
    const text = flood.length > size ? flood : flood.repeat(1_000_000 / flood.length);
    const tookMs = cpuMs(() => safeOutput(text, { colours: true }));
    assert.ok(tookMs < 4000, `${JSON.stringify(flood.slice(0, 8))} took ${tookMs} ms`);
  }
});

test('JSON for a terminal is printable and has the same value', () => {
  assert.is(safeJson('"\x7f\x9b\u202e\u2028\u{e0041}"'), '"\\u007f\\u009b\\u202e\\u2028\\udb40\\udc41"');
  fc.assert(
    fc.property(
      fc.anything({ key: hostileText, values: [hostileText] }),
      fc.constantFrom(0, 2),
      (value, indent) => {
        const json = JSON.stringify({ value }, null, indent);
        assert.equal(JSON.parse(safeJson(json)), JSON.parse(json));
        assert.not.match(safeJson(json), actsOnTerminal);
      },
    ),
  );
});

test.run();
