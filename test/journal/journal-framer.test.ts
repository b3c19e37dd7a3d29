import fc from 'fast-check';
import { type CorruptRange, readLineLimitBytes } from '../../schemas/event.ts';
import { type FramedLine, JournalFramer } from '../../src/journal/journal-framer.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('journal framer');

type Framed = {
  readonly lines: readonly FramedLine[];
  readonly corrupt: readonly CorruptRange[];
  readonly pending: readonly [offset: number, length: number];
};

test('lines come out with their offsets, without their line ends', () => {
  const { lines, corrupt, pending } = framed([Buffer.from('{"a":1}\n\n{"é":2}\n{"c"')], 100);
  assert.equal(lines, [
    { offset: 100, length: 7, text: '{"a":1}' },
    { offset: 109, length: 8, text: '{"é":2}' },
  ]);
  assert.equal([corrupt, pending], [[], [118, 4]]);
});

test('however the bytes are cut into chunks, the frames are the same', () => {
  const line = fc.oneof(
    fc.json().map((text) => Buffer.from(`{"x":${text.replaceAll('\n', ' ')}}`)),
    fc
      .constantFrom('', 'null', '{}', '{', '}', '{}{}', '\ufeff{}', '{"é€😀":1}', '{}\r')
      .map((text) => Buffer.from(text)),
    fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
  );
  fc.assert(
    fc.property(
      fc.array(line, { maxLength: 12 }),
      fc.boolean(),
      fc.array(fc.nat(), { maxLength: 30 }),
      (lines, isCut, cuts) => {
        const whole = Buffer.concat(lines.flatMap((one) => [one, Buffer.from('\n')]));
        const bytes = isCut ? whole.subarray(0, -1) : whole;
        assert.equal(framed(chunked(bytes, cuts)), framed([bytes]));
        assert.equal(framed([...bytes].map((byte) => Buffer.of(byte))), framed([bytes]));
      },
    ),
    { numRuns: 300 },
  );
});

test('every byte belongs to one line, one corrupt range, one line end or the pending rest', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (array) => {
      const bytes = Buffer.from(
        array.map((byte) => (byte < 60 ? 0x0a : byte < 90 ? 0x7b : byte < 120 ? 0x7d : byte)),
      );
      const { lines, corrupt, pending } = framed([bytes]);
      const lengths = [...lines, ...corrupt].reduce((sum, { length }) => sum + length, 0);
      const lineEnds = bytes.filter((byte) => byte === 0x0a).length;
      assert.is(lengths + lineEnds + pending[1], bytes.length);
      assert.is(pending[0] + pending[1], bytes.length);
    }),
    { numRuns: 300 },
  );
});

test('a chunk may be used again for the next one', () => {
  const chunk = Buffer.alloc(8);
  const lines: string[] = [];
  const framer = new JournalFramer({ line: ({ text }) => void lines.push(text), corrupt: () => {} });
  for (const part of ['{"a":1}\n', '{"long":', '"and lon', 'ger"}\n{}']) {
    chunk.write(part);
    framer.push(chunk.subarray(0, part.length));
  }
  framer.push(Buffer.from('\n'));
  assert.equal(lines, ['{"a":1}', '{"long":"and longer"}', '{}']);
});

test('a line of 1 MiB is let in, one byte more is not', () => {
  const line = (length: number): Buffer => Buffer.from(`{"a":"${'x'.repeat(length - 8)}"}\n`);
  assert.is(framed([line(readLineLimitBytes)]).lines.length, 1);
  const { lines, corrupt } = framed([line(readLineLimitBytes + 1), line(20)]);
  assert.is(lines.length, 1);
  assert.equal(corrupt, [{ offset: 0, length: readLineLimitBytes + 1, reason: 'too_long' }]);
});

test.run();

function framed(chunks: readonly Buffer[], offset = 0): Framed {
  const lines: FramedLine[] = [];
  const corrupt: CorruptRange[] = [];
  const sink = {
    line: (line: FramedLine) => void lines.push(line),
    corrupt: (range: CorruptRange) => void corrupt.push(range),
  };
  const framer = new JournalFramer(sink, offset);
  for (const chunk of chunks) framer.push(chunk);
  return { lines, corrupt, pending: [framer.pendingOffset, framer.pendingLength] };
}

function chunked(bytes: Buffer, cuts: readonly number[]): Buffer[] {
  const at = [0, ...cuts.map((cut) => (bytes.length === 0 ? 0 : cut % bytes.length)), bytes.length].sort(
    (a, b) => a - b,
  );
  return at.slice(1).map((end, index) => bytes.subarray(at[index], end));
}
