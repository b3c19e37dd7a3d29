import { appendFileSync, closeSync, ftruncateSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { foldAll } from '../../projections/fold.ts';
import type { CorruptReason } from '../../schemas/event.ts';
import { readJournal } from '../../src/journal/journal-reader.ts';
import { journalPath } from '../../src/journal/project-paths.ts';
import { foldProcess, foldProcesses } from '../../src/journal/store.ts';
import { exited, heartbeat, progressed, requested, wholeLife } from '../rig/given-events.ts';
import {
  cut,
  flip,
  givenBytes,
  givenJournal,
  joinLines,
  putBytes,
  readThrough,
  zero,
} from '../rig/given-journal.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('journal reader');

const life = givenJournal(...wholeLife());
const lifeBytes = life.bytes();
const lifeEvents = life.read().events;

test.fault(22, 'a torn last line is pending, not corrupt', () => {
  const { events, corrupt, nextOffset, pendingBytes } = givenBytes(
    cut(lifeBytes, lifeBytes.length - 1),
  ).read();
  assert.equal([events.length, corrupt], [4, []]);
  assert.is(nextOffset + pendingBytes, lifeBytes.length - 1);
  assert.is(nextOffset, lifeEvents[4]?.offset);
});

test.fault(
  22,
  'cut at every byte of its last three events, a journal gives the events that are whole',
  () => {
    const journal = givenBytes('');
    for (let length = lifeEvents[2]?.offset ?? 0; length <= lifeBytes.length; length += 1) {
      putBytes(journal, cut(lifeBytes, length));
      const whole = lifeEvents.filter((read) => read.offset + read.length < length);
      const { events, corrupt, nextOffset, pendingBytes } = journal.read();
      assert.equal([events, corrupt], [whole, []]);
      const [tail, ...others] = journal.verify().findings.map(({ kind }) => kind);
      assert.equal(
        [nextOffset + pendingBytes, tail, others],
        [length, pendingBytes > 0 ? 'cut_tail' : undefined, []],
      );
      assert.equal(foldProcess(journal.project, journal.id).fold, foldAll(journal.id, whole));
    }
  },
);

test.fault(
  23,
  'a flipped byte costs no event but its own',
  () => {
    const journal = givenBytes('');
    const before = lifeEvents.map((read) => ({ ...read, text: JSON.stringify(read) }));
    for (let offset = 0; offset < lifeBytes.length; offset += 1) {
      for (const mask of [0x01, 0x80]) {
        putBytes(journal, flip(lifeBytes, offset, mask));
        const { events, corrupt, pendingBytes } = journal.read();
        const after = new Map(events.map((read) => [read.offset, JSON.stringify(read)]));
        const hit = lifeEvents.findIndex((read) => offset <= read.offset + read.length);
        // A line end belongs to two lines: without it they are one.
        const lastHit = lifeBytes[offset] === 0x0a ? hit + 1 : hit;
        for (const [index, other] of before.entries()) {
          if (index < hit || index > lastHit) assert.is(after.get(other.offset), other.text, `${offset}`);
        }
        const isOwnLost = !after.has(lifeEvents[hit]?.offset ?? -1);
        if (isOwnLost) assert.ok(corrupt.length + pendingBytes > 0, `the damage at ${offset} is counted`);
      }
    }
  },
  { timeoutMs: 60_000 },
);

test.fault(23, 'each flipped bit of a journal is seen by verify, as long as a later line attests it', () => {
  const journal = givenBytes('');
  const attested = lifeEvents[4]?.offset ?? 0;
  for (let offset = 0; offset < attested; offset += 7) {
    putBytes(journal, flip(lifeBytes, offset, 1 << (offset % 8)));
    assert.ok(
      journal.verify().findings.some(({ severity }) => severity === 'damage'),
      `${offset}`,
    );
  }
});

test.fault(24, 'zeroed sectors are counted, and the rest is read', () => {
  const long = givenJournal(requested(), ...Array.from({ length: 12 }, () => heartbeat()), exited());
  const bytes = long.bytes();
  const before = long.read().events;
  for (let offset = 0; offset < bytes.length; offset += 512) {
    const { events, corrupt } = givenBytes(zero(bytes, offset, Math.min(512, bytes.length - offset))).read();
    const untouched = before.filter(
      (read) => read.offset + read.length < offset || read.offset > offset + 512,
    );
    assert.ok(corrupt.length > 0 || offset + 512 > bytes.length);
    for (const one of untouched) assert.ok(events.some((read) => read.offset === one.offset));
  }
});

test.fault(24, 'a tail of zeros is pending, and what is appended after it is read', () => {
  const journal = givenBytes(Buffer.concat([lifeBytes, Buffer.alloc(4096)]));
  assert.equal([journal.read().events.length, journal.read().pendingBytes], [5, 4096]);
  appendFileSync(journal.path, `\n${life.lines()[4]}\n`);
  assert.equal(
    [journal.read().events.length, journal.read().corrupt],
    [6, [{ offset: lifeBytes.length, length: 4096, reason: 'not_an_object' }]],
  );
});

const deep = 20_000;
const knownLine = life.lines()[1] ?? '';
const beat = givenJournal(requested(), heartbeat()).lines()[1] ?? '';

const hostile: ReadonlyArray<
  readonly [what: string, line: string | Buffer, reason: CorruptReason | 'blank']
> = [
  ['null', 'null', 'not_an_object'],
  ['a number', '1', 'not_an_object'],
  ['an array', '[]', 'not_an_object'],
  ['a text', '"x"', 'not_an_object'],
  ['an event behind a byte order mark', `\ufeff${knownLine}`, 'not_an_object'],
  ['spaces', '   ', 'not_an_object'],
  ['an event behind spaces', `  ${knownLine}`, 'not_an_object'],
  ['nothing', '', 'blank'],
  ['an event with CRLF', `${knownLine}\r`, 'torn'],
  ['half an event', knownLine.slice(0, 90), 'torn'],
  ['invalid UTF-8', Buffer.from(knownLine.replace('sh is', '\u00ff\u00fe'), 'latin1'), 'not_utf8'],
  ['an overlong NUL', Buffer.from(knownLine.replace('sh is', '\u00c0\u0080'), 'latin1'), 'not_utf8'],
  ['two objects', '{}{}', 'not_json'],
  ['two events', knownLine + knownLine, 'not_json'],
  ['an object', '{}', 'not_an_event'],
  ['a bare carriage return inside', knownLine.replace(',', '\r,x'), 'not_json'],
  ['a NUL inside', knownLine.replace('sh is', '\0'), 'not_json'],
  ['deep nesting', `{"a":${'['.repeat(deep)}${']'.repeat(deep)}}`, 'too_deep'],
  [
    'deep nesting in a known event',
    knownLine.replace('"data":{', `"data":{"x":${nested(deep)},`),
    'too_deep',
  ],
  ['deep nesting in a heartbeat', beat.replace('"data":{', `"data":{"x":${nested(deep)},`), 'too_deep'],
  ['deep nesting that ends nowhere', `{"a":${'['.repeat(deep)}}`, 'not_json'],
  ['a prototype', `{"__proto__":${knownLine}}`, 'not_an_event'],
  ['a foreign process', knownLine.replace('k3f9a2c7', 'k3f9a2c8'), 'other_process'],
  ['bad data for a known type', knownLine.replace('"valid":true', '"valid":"yes"'), 'bad_data'],
  ['no data', knownLine.replace(/"data":\{.*\},"seen"/, '"seen"'), 'not_an_event'],
  ['data that is an array', knownLine.replace(/"data":\{.*\},"seen"/, '"data":[],"seen"'), 'not_an_event'],
  ['a number below 1', knownLine.replace('"n":2', '"n":0'), 'not_an_event'],
  ['a time that is none', knownLine.replace(/"at":"[^"]*"/, '"at":"yesterday"'), 'not_an_event'],
  ['a line above 1 MiB', `{"a":"${'x'.repeat(1024 * 1024)}"}`, 'too_long'],
];

for (const [what, line, reason] of hostile) {
  test.fault(25, `${what} as a line: counted as ${reason}, and every later event is read`, () => {
    const first = lifeBytes.subarray(0, lifeEvents[1]?.offset);
    const rest = lifeBytes.subarray(lifeEvents[1]?.offset);
    const journal = givenBytes(Buffer.concat([first, Buffer.from(line), Buffer.from('\n'), rest]));
    const { events, corrupt } = journal.read();
    assert.equal(
      events.map(({ event }) => event.type),
      lifeEvents.map(({ event }) => event.type),
    );
    const range = { offset: first.length, length: Buffer.byteLength(line), reason };
    assert.equal(corrupt, reason === 'blank' ? [] : [range]);
    assert.is(foldProcess(journal.project, journal.id).corruptLines, corrupt.length);
    journal.verify();
    assert.is(Reflect.get({}, 'at'), undefined);
  });
}

test.fault(25, 'a key named __proto__ pollutes nothing, and the last of two equal keys counts', () => {
  const polluted = beat.replace(
    '"data":{',
    '"data":{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},',
  );
  const twice = beat.replace('"pid":4102', '"pid":1,"pid":4103');
  const journal = givenBytes(joinLines([life.lines()[0] ?? '', polluted, twice]));
  const { events, corrupt } = journal.read();
  assert.equal([events.length, corrupt.length], [3, 0]);
  assert.is(Reflect.get({}, 'polluted'), undefined);
  const read = events[2];
  assert.is(read?.known && read.event.type === 'process.heartbeat' && read.event.data.pid, 4103);
  const cold = JSON.stringify(foldProcess(journal.project, journal.id));
  assert.is(JSON.stringify(foldProcess(journal.project, journal.id)), cold);
});

const newer: ReadonlyArray<readonly [what: string, change: (line: string) => string]> = [
  ['an unknown type', (line) => line.replace('process.heartbeat', 'process.teleported')],
  [
    'a newer version with data of its own',
    (line) => line.replace('"v":1', '"v":2').replace(/"pid":\d+/, '"pid":"p4102"'),
  ],
];

for (const [what, change] of newer) {
  test.fault(59, `${what} is kept as it is, and is not corrupt`, () => {
    const journal = givenBytes(
      joinLines([...life.lines().slice(0, 4), change(beat), ...life.lines().slice(4)]),
    );
    const { events, corrupt } = journal.read();
    assert.equal([events.length, corrupt.length], [6, 0]);
    assert.is(events[4]?.known, false);
    assert.equal(events[4]?.event, JSON.parse(change(beat)));
    assert.is(foldProcess(journal.project, journal.id).fold.unknownEvents, 1);
  });
}

test.fault(59, 'further keys, and a newer version of a shape that is known, are welcome', () => {
  const extended = beat
    .replace('"data":{', '"data":{"gpu":{"percent":3},')
    .replace('"v":1', '"v":2,"trace":"x"');
  const { events, corrupt } = givenBytes(joinLines([life.lines()[0] ?? '', extended])).read();
  assert.equal([events[1]?.known, corrupt.length], [true, 0]);
  assert.equal(events[1]?.event, JSON.parse(extended));
});

test('events and corrupt ranges come in the order of the file, over any number of read chunks', () => {
  const beats = Array.from({ length: 3000 }, (_, index) => (index % 2 ? progressed() : heartbeat()));
  const long = givenJournal(requested(), ...beats).lines();
  const lines = long.flatMap((line, index) => (index % 7 === 3 ? ['oops', line, '{oops}'] : [line]));
  const journal = givenBytes(joinLines(lines));
  const came: string[] = [];
  readJournal(journal.path, journal.id, {
    event: ({ offset, length }) => void came.push(`${offset} ${length}`),
    corrupt: ({ offset, length }) => void came.push(`${offset} ${length}`),
  });
  let offset = 0;
  const expected = lines.map((line) => {
    const length = Buffer.byteLength(line);
    offset += length + 1;
    return `${offset - length - 1} ${length}`;
  });
  // `{oops}` is found to be no JSON together with the events around it, `oops` before them: both must stand in line.
  assert.equal(came, expected);
});

test.fault(
  26,
  '200 MB in one line, and 2 GB of nothing, cost a while but no memory, and hide no other journal',
  () => {
    const journal = givenBytes(lifeBytes);
    const fd = openSync(journal.path, 'a');
    // A hole: a line like any other for who reads it, and the disk has nothing to write.
    ftruncateSync(fd, lifeBytes.length + 200 * 1024 ** 2);
    writeSync(fd, `\n${life.lines()[4]}\n`);
    const before = process.resourceUsage().maxRSS;
    assert.equal(
      [journal.read().events.length, journal.read().corrupt.map(({ reason }) => reason)],
      [6, ['too_long']],
    );
    journal.verify();
    ftruncateSync(fd, 2 * 1024 ** 3);
    closeSync(fd);
    const { events, pendingBytes } = readThrough(journal.path, journal.id);
    assert.is(events.length, 6);
    assert.ok(pendingBytes >= 512 * 1024 ** 2); // it is not read any further
    writeFileSync(
      journalPath(journal.project, 'another'),
      lifeBytes.toString().replaceAll(journal.id, 'another'),
    );
    const { folded, unreadable } = foldProcesses(journal.project, 'all');
    assert.equal(
      [folded.map(({ id, fold }) => [id, fold.events]), unreadable],
      [
        [
          ['another', 5],
          [journal.id, 5],
        ],
        [],
      ],
    );
    const grownMb = (process.resourceUsage().maxRSS - before) / 1024;
    assert.ok(grownMb < 150, `${grownMb} MB more`);
  },
  { timeoutMs: 60_000 },
);

test.run();

function nested(levels: number): string {
  return '['.repeat(levels) + ']'.repeat(levels);
}
