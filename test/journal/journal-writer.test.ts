import { createHash } from 'node:crypto';
import { appendFileSync, readFileSync, statSync, truncateSync, unlinkSync } from 'node:fs';
import { foldAll } from '../../projections/fold.ts';
import { FailureError } from '../../schemas/failure.ts';
import {
  exited,
  heartbeat,
  noted,
  progressed,
  requested,
  started,
  validated,
  warned,
  wholeLife,
} from '../rig/given-events.ts';
import { append, givenBytes, givenJournal, openWriter } from '../rig/given-journal.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('journal writer');

test('a line has its envelope in the order made for eyes, and its data sorted', () => {
  const journal = givenJournal(
    requested(),
    warned({ pids: [7], message: 'm', kind: 'k', bytes: 1, offset: 2, line: 'l' }),
  );
  const [, line = ''] = journal.lines();
  assert.match(
    line,
    /^\{"at":"[\d-]{10}T[\d:.]{12}Z","type":"process\.warned","process":"k3f9a2c7","by":"supervisor\.[0-9a-f]{10}","n":1,"data":\{"bytes":1,"kind":"k","line":"l","message":"m","offset":2,"pids":\[7\]\},"seen":\[\d+,"[0-9a-f]{32}"\],"v":1\}$/,
  );
});

test('nested data is sorted, too, whatever order it was given in', () => {
  const limits = { timeoutMs: 1, onMaxOutput: 'stop', minFreeDiskBytes: 2, maxOutputBytes: null } as const;
  const turned = { maxOutputBytes: null, minFreeDiskBytes: 2, onMaxOutput: 'stop', timeoutMs: 1 } as const;
  const data = (line = ''): string => line.slice(line.indexOf('"data":'), line.indexOf('"seen":'));
  const [one] = givenJournal(requested({ limits, tags: { b: '1', a: '2' } })).lines();
  const [other] = givenJournal(requested({ limits: turned, tags: { a: '2', b: '1' } })).lines();
  assert.is(data(one), data(other));
  assert.match(
    data(one),
    /"limits":\{"maxOutputBytes":null,"minFreeDiskBytes":2,"onMaxOutput":"stop","timeoutMs":1\}/,
  );
});

test('each writer counts its own events from 1', () => {
  const journal = givenJournal(requested(), started(), validated(), heartbeat(), noted(), exited());
  const identities = journal.read().events.map(({ event: { by, n } }) => `${by.split('.')[0]} ${n}`);
  assert.equal(identities, [
    'launcher 1',
    'supervisor 1',
    'launcher 2',
    'supervisor 2',
    'emit 1',
    'supervisor 3',
  ]);
});

test('seen is the hash of all bytes before the line, whoever wrote them', () => {
  const journal = givenJournal(
    requested(),
    started(),
    validated(),
    heartbeat(),
    heartbeat(),
    noted(),
    exited(),
  );
  const bytes = journal.bytes();
  for (const { offset, event } of journal.read().events) {
    const hash = createHash('sha256').update(bytes.subarray(0, offset)).digest('hex').slice(0, 32);
    assert.equal(event.seen, [offset, hash]);
  }
});

test('an event that its schema refuses throws and writes nothing', () => {
  const journal = givenJournal(requested());
  const before = journal.bytes();
  const writer = openWriter(journal, 'supervisor');
  const refused = [
    () => append(writer, heartbeat({ pid: 0 })),
    () => append(writer, heartbeat({ cpuPercent: Number.NaN })),
    () => append(writer, heartbeat({ memoryBytes: 1.5 })),
    () => append(writer, warned({ kind: 'No Kind' })),
    () => append(writer, warned({ message: 'x'.repeat(2001) })),
    () => writer.append('process.noted', Object.assign({ message: 'm' }, { extra: 1 })),
  ];
  for (const attempt of refused) assert.throws(attempt, /is valid/);
  assert.equal(journal.bytes(), before);
  append(writer, heartbeat());
  writer.close();
  assert.is(journal.read().events[1]?.event.n, 1, 'and takes no number');
});

test('a line above its limit throws and writes nothing', () => {
  const journal = givenJournal(requested());
  const before = journal.bytes();
  const writer = openWriter(journal, 'launcher');
  const check = { name: 'c', ok: true, severity: 'error', message: 'é'.repeat(2000), hint: '' } as const;
  const checks = Array.from({ length: 17 }, () => check);
  assert.throws(() => append(writer, validated({ checks })), /fits its line/);
  assert.throws(() => append(writer, requested({ prompt: 'x'.repeat(256 * 1024) })), /fits its line/);
  assert.equal(journal.bytes(), before);
  append(writer, requested({ prompt: 'x'.repeat(200 * 1024) }));
  writer.close();
});

test('after a torn tail the first line starts with a newline, once', () => {
  const journal = givenJournal(requested());
  appendFileSync(journal.path, '{"at":"2026-11-2');
  const writer = openWriter(journal, 'supervisor');
  append(writer, started());
  append(writer, heartbeat());
  writer.close();
  assert.is(journal.lines().length, 4);
  assert.is(journal.lines()[1], '{"at":"2026-11-2');
  assert.equal(
    journal.read().events.map(({ event }) => event.type),
    ['launch.requested', 'process.started', 'process.heartbeat'],
  );
  assert.equal(
    journal.verify().findings.map(({ severity, kind, line }) => [severity, kind, line]),
    [['note', 'healed', 2]],
  );
});

test('a tail that tears between two appends of one writer is healed by the second', () => {
  const journal = givenJournal(requested());
  const writer = openWriter(journal, 'supervisor');
  append(writer, heartbeat());
  appendFileSync(journal.path, '{"at":"20');
  append(writer, heartbeat());
  writer.close();
  assert.is(journal.read().events.length, 3);
  assert.equal(
    journal.read().corrupt.map(({ reason }) => reason),
    ['torn'],
  );
});

test('a journal that was removed is not brought back', () => {
  const journal = givenJournal(requested());
  const writer = openWriter(journal, 'watcher');
  unlinkSync(journal.path);
  assert.throws(() => append(writer, heartbeat()), removed);
  assert.throws(() => append(writer, exited()), removed);
  writer.close();
  assert.not.ok(statSync(journal.path, { throwIfNoEntry: false }));
});

test('a writer goes on after somebody cut the journal', () => {
  for (const keptLines of [0, 1, 2]) {
    const journal = givenJournal(requested(), validated());
    const writer = openWriter(journal, 'runner');
    append(writer, started());
    append(writer, heartbeat());
    const kept = journal
      .lines()
      .slice(0, keptLines)
      .reduce((sum, line) => sum + line.length + 1, 0);
    truncateSync(journal.path, kept);
    append(writer, heartbeat());
    append(writer, exited());
    writer.close();
    const { events, corrupt } = journal.read();
    assert.equal([events.length, corrupt.length], [keptLines + 2, 0]);
    assert.is(events.at(-1)?.event.seen?.[0], events.at(-1)?.offset);
    assert.is(
      journal.verify().findings.some(({ kind }) => kind === 'seen_fails'),
      false,
    );
  }
});

test('the same event is the same bytes, and a copy of it changes nothing', () => {
  const journal = givenJournal(...wholeLife());
  const writer = openWriter(journal, 'supervisor');
  const pending = writer.prepare('process.progressed', { percent: 3, line: null, offset: null });
  writer.commit(pending);
  writer.commit(pending);
  append(writer, progressed());
  writer.close();
  const lines = journal.lines().slice(5);
  const withoutSeen = lines.map((line) => line.replace(/"seen":\[[^\]]*\]/, ''));
  assert.is(withoutSeen[0], withoutSeen[1]);
  const { events } = journal.read();
  assert.is(events.length, 8);
  assert.is(foldAll(journal.id, events).events, 7);
});

test('a journal that is not there yet in full is read to its last line, and written after it', () => {
  const whole = givenJournal(...wholeLife()).bytes();
  const journal = givenBytes(whole.subarray(0, whole.length - 1));
  assert.is(journal.read().events.length, 4);
  const writer = openWriter(journal, 'stop');
  append(writer, noted('n', 'stop'));
  writer.close();
  assert.is(journal.read().events.length, 6, 'the line that lacked only its end is whole again');
  assert.equal(readFileSync(journal.path).subarray(0, whole.length), whole);
});

test.run();

function removed(error: unknown): boolean {
  return (
    error instanceof FailureError &&
    error.failure.code === 'append_failed' &&
    error.failure.cause === 'it was removed'
  );
}
