import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { foldAll } from '../../projections/fold.ts';
import { FailureError } from '../../schemas/failure.ts';
import { forkWriter } from '../rig/fork-writer.ts';
import { exited, heartbeat, noted, requested, started } from '../rig/given-events.ts';
import { append, type GivenJournal, givenJournal, openWriter } from '../rig/given-journal.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('journal writer, when the disk says no');
const real = { writeSync: fs.writeSync, fdatasyncSync: fs.fdatasyncSync };

test.afterEach(() => {
  Object.assign(fs, real);
  syncBuiltinESMExports();
});

test.fault(
  2,
  'a line that is glued to a fragment which tore just before it is appended again, as the same event',
  () => {
    const fragments = [
      '{"at":"2026-11-23T10:30:15.1',
      '{"at":"2026-11-23T10:30:15.123Z","data":{"label":"Gr\u00c3',
      '{',
    ];
    for (const fragment of fragments) {
      const journal = givenJournal(requested());
      const writer = openWriter(journal, 'supervisor');
      beforeNextWrite(() => fs.appendFileSync(journal.path, Buffer.from(fragment, 'latin1')));
      append(writer, started());
      append(writer, exited());
      writer.close();
      const { events, corrupt } = journal.read();
      assert.equal(
        events.map(({ event }) => `${event.type} ${event.n}`),
        ['launch.requested 1', 'process.started 1', 'process.exited 2'],
      );
      assert.is(corrupt.length, 1);
      assert.equal(
        journal.verify().findings.map(({ severity, kind, line }) => [severity, kind, line]),
        [['note', 'healed', 2]],
      );
    }
  },
);

test('fragments that tear before every try are given up on, with a failure', () => {
  const journal = givenJournal(requested());
  const writer = openWriter(journal, 'supervisor');
  const tear = (): void => {
    fs.appendFileSync(journal.path, '{"at":"20');
    beforeNextWrite(tear);
  };
  beforeNextWrite(tear);
  assert.throws(() => append(writer, started()), failsWith('glued to a torn line again and again'));
  writer.close();
});

test('a whole line of another writer that comes in between is not taken for a fragment', () => {
  const journal = givenJournal(requested());
  const writer = openWriter(journal, 'supervisor');
  const other = openWriter(journal, 'stop');
  beforeNextWrite(() => append(other, noted('in between', 'stop')));
  append(writer, started());
  append(writer, exited());
  for (const one of [writer, other]) one.close();
  assert.is(journal.read().events.length, 4);
  assert.equal(journal.verify().findings, []);
});

test.fault(
  32,
  'a line that was written in part is a failed append, and the rest is never written later',
  () => {
    const journal = givenJournal(requested());
    const writer = openWriter(journal, 'supervisor');
    const pending = writer.prepare('process.started', startedData());
    instead('writeSync', (fd, bytes) => real.writeSync(fd, bytes, 0, Math.floor(bytes.length / 2), null));
    assert.throws(() => writer.commit(pending), failsWith('the disk took only a part of it'));
    writer.commit(pending);
    append(writer, exited());
    writer.close();
    assert.equal(identities(journal), ['launch.requested 1', 'process.started 1', 'process.exited 2']);
    assert.equal(
      journal.verify().findings.map(({ kind }) => kind),
      ['healed'],
    );
  },
);

for (const code of ['ENOSPC', 'EDQUOT', 'EIO', 'EROFS']) {
  test(`${code} at the write is a failed append, which can be tried again as the same event`, () => {
    const journal = givenJournal(requested());
    const writer = openWriter(journal, 'supervisor');
    append(writer, heartbeat());
    const pending = writer.prepare('process.started', startedData());
    instead('writeSync', () => refuse(code, 'write'));
    assert.throws(() => writer.commit(pending), failsWith(code));
    assert.is(journal.read().events.length, 2, 'not acknowledged, not there');
    writer.commit(pending);
    append(writer, heartbeat());
    writer.close();
    assert.equal(identities(journal).slice(1), [
      'process.heartbeat 1',
      'process.started 2',
      'process.heartbeat 3',
    ]);
    assert.equal(journal.verify().findings, []);
  });
}

test.fault(33, 'a failed fdatasync is not asked again: the event is appended again, and folded once', () => {
  const journal = givenJournal(requested());
  const writer = openWriter(journal, 'supervisor');
  instead('fdatasyncSync', () => refuse('EIO', 'fdatasync'));
  append(writer, started());
  append(writer, heartbeat());
  writer.close();
  assert.equal(identities(journal).slice(1), [
    'process.started 1',
    'process.started 1',
    'process.heartbeat 2',
  ]);
  assert.is(foldAll(journal.id, journal.read().events).events, 3);
  assert.equal(
    journal.verify().findings.map(({ severity, kind, line }) => [severity, kind, line]),
    [['note', 'second_copy', 3]],
  );
});

test('an event that was written after a later one of its writer is still an event', () => {
  const journal = givenJournal(requested());
  const writer = openWriter(journal, 'supervisor');
  const pending = writer.prepare('process.started', startedData());
  append(writer, heartbeat());
  writer.commit(pending);
  writer.close();
  const { state, events } = foldAll(journal.id, journal.read().events);
  assert.equal([state.life.phase, events], ['started', 3]);
  assert.not.ok(journal.verify().findings.some(({ severity }) => severity === 'damage'));
});

type Injection = { readonly inject: string; readonly failures: readonly string[]; readonly copies: number };

const injections: readonly Injection[] = [
  { inject: 'write:error=ENOSPC:when=1', failures: ['failed ENOSPC'], copies: 1 },
  { inject: 'write:error=EIO:when=1..3', failures: ['failed EIO', 'failed EIO', 'failed EIO'], copies: 1 },
  { inject: 'fdatasync:error=EIO:when=1', failures: [], copies: 2 },
  { inject: 'fdatasync:error=EIO:when=1..5', failures: ['failed EIO'], copies: 6 },
];

for (const { inject, failures, copies } of injections) {
  test.skipUnless(
    'strace',
    `${inject}: not acknowledged until it is on disk, and one event however often`,
    async () => {
      const journal = givenJournal(requested());
      const wrapper = [
        'strace',
        '-f',
        '-qq',
        '-o',
        '/dev/null',
        '-P',
        journal.path,
        '-e',
        `inject=${inject}`,
      ];
      const writer = forkWriter(journal, 'again', 6, { wrapper });
      assert.is(await writer.ended, 0);
      assert.equal(writer.said.slice(1), [...failures, '1']);
      const { events } = journal.read();
      assert.is(events.length, 1 + copies);
      assert.equal(new Set(events.slice(1).map(({ event }) => `${event.by} ${event.n}`)).size, 1);
      assert.is(foldAll(journal.id, events).events, 2);
      assert.ok(journal.verify().findings.every(({ kind }) => kind === 'second_copy'));
    },
  );
}

test.run();

type Instead = {
  readonly writeSync: (fd: number, bytes: Buffer) => number;
  readonly fdatasyncSync: (fd: number) => void;
};

/** The next call of this one function of the file system does something else. */
function instead<Name extends keyof Instead>(name: Name, act: Instead[Name]): void {
  const once = (...args: Parameters<Instead[Name]>): unknown => {
    Object.assign(fs, { [name]: real[name] });
    syncBuiltinESMExports();
    return Reflect.apply(act, undefined, args);
  };
  Object.assign(fs, { [name]: once });
  syncBuiltinESMExports();
}

function beforeNextWrite(act: () => void): void {
  instead('writeSync', (fd, bytes) => {
    act();
    return real.writeSync(fd, bytes);
  });
}

function refuse(code: string, syscall: string): never {
  throw Object.assign(new Error(`${code}: ${syscall}`), { code, syscall });
}

function failsWith(cause: string): (error: unknown) => boolean {
  return (error) =>
    error instanceof FailureError && error.failure.code === 'append_failed' && error.failure.cause === cause;
}

function startedData() {
  return { pid: 4102, startToken: 't', supervisorPid: 4101, supervisorStartToken: 't', attempt: 1 };
}

function identities(journal: GivenJournal): string[] {
  return journal.read().events.map(({ event }) => `${event.type} ${event.n}`);
}
