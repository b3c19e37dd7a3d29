import fc from 'fast-check';
import { foldAll } from '../../projections/fold.ts';
import type { CatalogueEvent, CorruptRange, ReadEvent } from '../../schemas/event.ts';
import { JournalFramer } from '../../src/journal/journal-framer.ts';
import { encodeLine } from '../../src/journal/journal-line.ts';
import { eventOf } from '../../src/journal/line-event.ts';
import { PlainLines } from '../../src/journal/plain-line.ts';
import { foldProcess } from '../../src/journal/store.ts';
import { anyEvent } from '../projections/any-event.ts';
import { givenBytes, givenId } from '../rig/given-journal.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('plain lines');
const { array, constantFrom, integer, maxSafeNat, nat, oneof, option, record, string, tuple } = fc;

/** Mostly such that the line is plain: what is odd about it is then the only thing. */
const anySize = oneof({ weight: 30, arbitrary: nat(2 ** 31) }, { weight: 1, arbitrary: maxSafeNat() });
const anyPercent = oneof(
  { weight: 20, arbitrary: integer({ min: 0, max: 1000 }).map((tenths) => tenths / 10) },
  { weight: 1, arbitrary: fc.double({ min: 0, max: 100, noNaN: true }) },
);
const anyText = oneof(
  string({ maxLength: 40 }),
  string({ unit: 'grapheme', maxLength: 40 }),
  constantFrom('Größe 3', 'a "quoted" word', 'x'.repeat(500), 'ü'.repeat(500), '\\', '\u007f\u2028'),
);

const anyHeartbeat = record(
  {
    pid: integer({ min: 1, max: 2 ** 22 }),
    cpuPercent: option(anyPercent),
    memoryBytes: option(anySize),
    processes: nat(1000),
    elapsedMs: anySize,
    outputBytes: anySize,
    silentMs: anySize,
    idleMs: anySize,
  },
  { requiredKeys: ['pid', 'cpuPercent', 'memoryBytes', 'processes', 'elapsedMs', 'outputBytes', 'silentMs'] },
).map((data) => ({ type: 'process.heartbeat', data }) as const);

const anyProgress = record(
  {
    line: option(anyText),
    offset: option(anySize),
    percent: anyPercent,
    step: nat(1e9),
    steps: integer({ min: 1, max: 1e9 }),
    label: anyText.map((text) => text.slice(0, 100)),
  },
  { requiredKeys: ['line', 'offset'] },
).map((data) => ({ type: 'process.progressed', data }) as const);

const anyEnvelope = record({
  at: fc
    .date({
      min: new Date('0000-01-01T00:00:00Z'),
      max: new Date('9999-12-31T23:59:59Z'),
      noInvalidDate: true,
    })
    .map((date) => date.toISOString()),
  process: constantFrom(...Array<string>(19).fill(givenId), 'b0000001'),
  by: constantFrom('supervisor.b88cd82610', 'watcher.0000000001', 'emit.abcd'),
  n: anySize.map((n) => Math.max(1, n)),
  seen: tuple(anySize, constantFrom('0'.repeat(32), 'b3c15c7a3eb7c1cf8fd5e0f0d1a2b3c4')),
  v: constantFrom(...Array<number>(19).fill(1), 2),
});

const usualLine = tuple(anyEnvelope, oneof(anyHeartbeat, anyHeartbeat, anyProgress)).map(([around, event]) =>
  encodeLine({ ...around, ...event }),
);
const otherLine = tuple(anyEnvelope, anyEvent).map(([around, given]) => encodeLine({ ...given, ...around }));

/** Bytes that mean something in such a line, and some that may not be there. */
const telling = constantFrom(
  ...'0159.-+eE"{}[]:, \\nulTZxA',
  '\n',
  '\t',
  '\0',
  '\u00ff',
  '00',
  '1e3',
  ',"v":2',
  'null',
);

/** Some bytes of a line are taken out and others put in their place. */
const forgedLine = tuple(
  oneof(usualLine, usualLine, otherLine),
  array(tuple(nat(), nat(3), telling), { minLength: 1, maxLength: 3 }),
).map(([line, changes]) => {
  let bytes = Buffer.from(line);
  for (const [place, gone, put] of changes) {
    const at = place % bytes.length;
    bytes = Buffer.concat([bytes.subarray(0, at), Buffer.from(put, 'latin1'), bytes.subarray(at + gone)]);
  }
  return bytes;
});

/** What may stand in place of a number or a text of a line and is none there, or another, or not to be counted on. */
const oddNumbers = [
  '01',
  '1.',
  '.5',
  '1.5',
  '1.50',
  '1e3',
  '-1',
  '-0',
  '+1',
  '',
  '9007199254740993',
  '123456789012345678',
];
const oddFractions = [
  '0.1234567890123456789',
  '99.99999999999999',
  '4.35',
  '1.0',
  '0.0',
  '00.5',
  '5e-324',
  '101',
];
const oddTexts = [
  '""',
  '"\\u0041b"',
  '"a\tb"',
  '"a\0"',
  '"ä"',
  '"."',
  '"a."',
  '"a.b"',
  'null',
  '"a.0000"',
  '"A.0000"',
  '"2026-13-01T00:00:00.000Z"',
  '"2026-12-01T24:00:00.000Z"',
  '"2026-12-01T00:00:00.0000"',
  `"${'0'.repeat(31)}"`,
  `"${'0'.repeat(33)}"`,
  `"${'A'.repeat(32)}"`,
  '"\\"',
];

/** One number or text of a usual line is another. */
const twistedLine = tuple(
  usualLine,
  nat(),
  constantFrom(...oddNumbers, ...oddFractions),
  constantFrom(...oddTexts),
).map(([line, place, oddNumber, oddText]) => {
  const tokens = [...line.matchAll(/(?<=:|\[|,)(?:"(?:[^"\\]|\\.)*"(?!:)|null|[\d.]+)/g)];
  const { 0: token = '', index = 0 } = tokens[place % tokens.length] ?? {};
  const put = token.startsWith('"') ? oddText : oddNumber;
  return Buffer.from(`${line.slice(0, index)}${put}${line.slice(index + token.length)}`);
});

const oddLine = constantFrom(
  '',
  '{"at":"20',
  'null',
  '{}',
  `{"at":"2026-11-23T10:30:15.123Z","type":"process.dreamt","process":"${givenId}","by":"future.abcd1234","n":4,"data":{"x":1},"v":1}`,
  `{"at":"2026-11-23T10:30:15.123Z","type":"process.heartbeat","process":"${givenId}","by":"","n":4,"data":{"x":1},"v":1}`,
).map((text) => Buffer.from(text));

const anyLine = oneof(
  { weight: 5, arbitrary: usualLine.map((line) => Buffer.from(line)) },
  { weight: 2, arbitrary: otherLine.map((line) => Buffer.from(line)) },
  { weight: 2, arbitrary: forgedLine },
  { weight: 4, arbitrary: twistedLine },
  { weight: 1, arbitrary: oddLine },
);

/** A journal of any lines, each maybe there twice; the last one may be torn. */
const anyJournal = tuple(array(tuple(anyLine, nat(5)), { maxLength: 30 }), fc.boolean()).map(
  ([lines, isTorn]) => {
    const bytes = Buffer.concat(
      lines.flatMap(([line, copies]) =>
        Array.from({ length: copies === 5 ? 2 : 1 }, () => Buffer.concat([line, Buffer.from('\n')])),
      ),
    );
    return isTorn ? bytes.subarray(0, -7) : bytes;
  },
);

/** As a reader has it that parses each line and asks the validators about it. */
function readPlainly(bytes: Buffer): { events: ReadEvent[]; corrupt: CorruptRange[] } {
  const events: ReadEvent[] = [];
  const corrupt: CorruptRange[] = [];
  const framer = new JournalFramer({
    line: (framed) => {
      const read = eventOf(framed, givenId);
      if (typeof read !== 'string') events.push(read);
      else corrupt.push({ offset: framed.offset, length: framed.length, reason: read });
    },
    corrupt: (range) => void corrupt.push(range),
  });
  framer.push(bytes);
  return { events, corrupt };
}

test('what is read from the bytes of a journal is what a parser and the validators make of it, to the byte', () => {
  fc.assert(
    fc.property(anyJournal, (bytes) => {
      const journal = givenBytes(bytes);
      const { events, corrupt } = journal.read();
      assert.is(JSON.stringify({ events, corrupt }), JSON.stringify(readPlainly(bytes)));
    }),
    { numRuns: 1000 },
  );
});

test('a journal that is folded from its bytes is the fold of its parsed lines', () => {
  fc.assert(
    fc.property(anyJournal, (bytes) => {
      const { project, id } = givenBytes(bytes);
      const { fold, corruptLines } = foldProcess(project, id);
      const { events, corrupt } = readPlainly(bytes);
      assert.is(JSON.stringify(fold), JSON.stringify(foldAll(givenId, events)));
      assert.is(corruptLines, corrupt.length);
    }),
  );
});

test('no line is taken for more than it is because of the one before it', () => {
  fc.assert(
    fc.property(array(oneof(forgedLine, twistedLine), { maxLength: 4 }), usualLine, (before, line) => {
      const lines = new PlainLines(givenId);
      for (const one of before) lines.read(one, 0, one.length);
      const read = (bytes: Buffer) => JSON.stringify(lines.read(bytes, 0, bytes.length));
      const bytes = Buffer.from(line);
      assert.is(read(bytes), JSON.stringify(new PlainLines(givenId).read(bytes, 0, bytes.length)));
      for (const one of before)
        assert.is(read(one), JSON.stringify(new PlainLines(givenId).read(one, 0, one.length)));
    }),
    { numRuns: 1000 },
  );
});

test('heartbeats and progress as they are written are read from their bytes, with no parser', () => {
  const beat = {
    cpuPercent: 99.7,
    elapsedMs: 5000,
    memoryBytes: null,
    outputBytes: 0,
    pid: 7,
    processes: 1,
    silentMs: 0,
  };
  const usual: CatalogueEvent[] = [
    { ...envelope, type: 'process.heartbeat', data: beat },
    {
      ...envelope,
      type: 'process.heartbeat',
      data: { ...beat, cpuPercent: null, idleMs: 12, memoryBytes: 2 ** 40 },
    },
    {
      ...envelope,
      type: 'process.progressed',
      data: { line: 'Step 3/9: Größe', offset: 12, percent: 33.3, step: 3, steps: 9 },
    },
    { ...envelope, type: 'process.progressed', data: { line: null, offset: null, percent: 100 } },
    { ...envelope, type: 'process.progressed', data: { line: '3/9', offset: 4, step: 3, steps: 9 } },
  ];
  const lines = new PlainLines(givenId);
  for (const event of usual) {
    const bytes = Buffer.from(encodeLine(event));
    assert.is(JSON.stringify(lines.read(bytes, 0, bytes.length)), bytes.toString());
    for (const odd of ['\t', '\0', '\\u0041']) {
      const forged = Buffer.from(bytes.toString().replace('Step', odd).replace('"n":7', `"n":${odd}7`));
      assert.is(lines.read(forged, 0, forged.length), null);
    }
  }
});

const envelope = {
  at: '2026-11-23T10:30:15.123Z',
  process: givenId,
  by: 'supervisor.b88cd82610',
  n: 7,
  seen: [1834, '9f2c'.repeat(8)] satisfies [number, string],
  v: 1,
};

test.run();
