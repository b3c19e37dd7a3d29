import fc from 'fast-check';
import { SafeOutput } from '../../src/output/safe-stream.ts';
import { safeOutput } from '../../src/output/safe-text.ts';
import { cpuMs } from '../rig/cpu-time.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('safe-stream');
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function stream(pieces: readonly Uint8Array[], colours = true): string {
  const output = new SafeOutput({ colours });
  return pieces.map((piece) => output.push(piece)).join('') + output.end();
}

function cutAt(all: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const places = cuts.map((cut) => cut % (all.length + 1)).sort((a, b) => a - b);
  return [0, ...places].map((from, index) => all.subarray(from, places[index] ?? all.length));
}

const hostileBytes = fc
  .array(
    fc.oneof(
      fc
        .constantFrom('\x1b', '\x1b[', '\x1b]', '\x1bP', '\x9b', '\x9d', '\x9c', '\x07', '\x1b\\', 'm', '31m')
        .map(bytes),
      fc
        .constantFrom('\n', '\r\n', '\t', '\0', ';', '0', ' ', 'é', '世', '🎉', '\u202e', '\ufeff')
        .map(bytes),
      fc.uint8Array({ maxLength: 4 }).map((piece) => piece.filter((byte) => byte !== 0x0d)),
    ),
    { maxLength: 30 },
  )
  .map((parts) => Uint8Array.from(parts.flatMap((part) => [...part])));

test('however the bytes are cut, the text is the same', () => {
  fc.assert(
    fc.property(hostileBytes, fc.array(fc.nat(), { maxLength: 6 }), fc.boolean(), (all, cuts, colours) => {
      assert.is(stream(cutAt(all, cuts), colours), stream([all], colours));
    }),
    { numRuns: 300 },
  );
});

test('byte by byte is the same as all at once', () => {
  fc.assert(
    fc.property(hostileBytes, (all) => {
      const single = [...all].map((byte) => Uint8Array.of(byte));
      assert.is(stream(single), stream([all]));
    }),
  );
});

test('in one piece it is the same as safeOutput, also with lone returns', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary-ascii' }), (text) => {
      assert.is(stream([bytes(text)]), safeOutput(text, { colours: true }));
    }),
  );
});

test('a prompt without a newline is shown at once', () => {
  const output = new SafeOutput({ colours: false });
  assert.is(output.push(bytes('Continue? [y/N] ')), 'Continue? [y/N] ');
});

test('an unfinished sequence waits, a finished one is gone', () => {
  const output = new SafeOutput({ colours: true });
  assert.is(output.push(bytes('a\x1b]52;c;')), 'a');
  assert.is(output.push(bytes('eA==')), '');
  assert.is(output.push(bytes('\x07b\x1b[3')), 'b');
  assert.is(output.push(bytes('1mc')), '\x1b[31mc');
  assert.is(output.end(), '\x1b[0m');
});

test('a character cut in two waits for its other half', () => {
  const output = new SafeOutput({ colours: false });
  assert.is(output.push(Uint8Array.of(0x61, 0xc3)), 'a');
  assert.is(output.push(Uint8Array.of(0xa9)), 'é');
  assert.is(output.push(Uint8Array.of(0xe4, 0xb8)), '');
  assert.is(output.end(), '\ufffd');
});

test('bytes that are not UTF-8 are shown as U+FFFD', () => {
  assert.is(stream([Uint8Array.of(0xff, 0x9b, 0x41)]), '\ufffd\ufffdA');
});

test('a title without an end is shown after a bounded wait', () => {
  const output = new SafeOutput({ colours: false });
  const piece = bytes('x'.repeat(1000));
  output.push(bytes('\x1b]0;'));
  let shownChars = 0;
  for (let pieces = 0; pieces < 10; pieces += 1) shownChars += output.push(piece).length;
  assert.is(shownChars, '\\x1b]0;'.length + 10_000);
});

test('10 MB of a title without an end never wait longer than the limit', () => {
  const output = new SafeOutput({ colours: false });
  const piece = bytes('x'.repeat(65_536));
  const tookMs = cpuMs(() => {
    let shownChars = output.push(bytes('\x1b]0;')).length;
    for (let pieces = 1; pieces <= 160; pieces += 1) {
      shownChars += output.push(piece).length;
      assert.is(shownChars, '\\x1b]0;'.length + pieces * 65_536);
    }
  });
  assert.ok(tookMs < 4000);
});

test('a return overwrites what was not shown yet', () => {
  const output = new SafeOutput({ colours: false });
  assert.is(output.push(bytes('1%\r2%\r3%')), '3%');
});

test('after text that was shown, a return starts a line', () => {
  const output = new SafeOutput({ colours: false });
  assert.is(output.push(bytes('10%')), '10%');
  assert.is(output.push(bytes('\r20%\r30%')), '\n30%');
  assert.is(output.push(bytes('\r')), '');
  assert.is(output.push(bytes('\r\n')), '\n');
  assert.is(output.push(bytes('next')), 'next');
});

test('the rest of a shown line is finished before it is overwritten', () => {
  const output = new SafeOutput({ colours: false });
  assert.is(output.push(bytes('10')), '10');
  assert.is(output.push(bytes('0%\rdone\n')), '0%\ndone\n');
});

test.run();
