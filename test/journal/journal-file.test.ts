import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  chownSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  unlinkSync,
} from 'node:fs';
import { FailureError } from '../../schemas/failure.ts';
import { JournalTail } from '../../src/journal/journal-tail.ts';
import { JournalWriter } from '../../src/journal/journal-writer.ts';
import { prepareStateFolder } from '../../src/journal/state-folder.ts';
import { foldProcess, foldProcesses } from '../../src/journal/store.ts';
import { exited, requested } from '../rig/given-events.ts';
import {
  append,
  emptyProject,
  type GivenJournal,
  givenBytes,
  givenJournal,
  journalIn,
  openWriter,
} from '../rig/given-journal.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('journal file');

type Impostor = {
  readonly what: string;
  readonly put: (journal: GivenJournal) => void;
  readonly toWriter: string;
  /** Null: reading does no harm, so it is read. */
  readonly toReader: string | null;
};

const notRegular = 'it is not a regular file';
const loose = 'anybody may write to it (chmod 600)';

const impostors: readonly Impostor[] = [
  {
    what: 'a symbolic link',
    put: link,
    toWriter: 'it is a symbolic link',
    toReader: 'it is a symbolic link',
  },
  { what: 'a FIFO', put: fifo, toWriter: notRegular, toReader: notRegular },
  { what: 'a folder', put: folder, toWriter: 'it is a folder', toReader: notRegular },
  { what: 'a hard link', put: hardLink, toWriter: 'it has a second name (hard link)', toReader: null },
  { what: 'a file that anybody may write', put: mode(0o602), toWriter: loose, toReader: null },
  ...(process.getuid?.() === 0 ? [foreign()] : []),
];

for (const { what, put, toWriter, toReader } of impostors) {
  test.fault(27, `${what} in place of a journal is not written to`, () => {
    const journal = givenJournal(requested());
    put(journal);
    const before = contentOf(journal.path);
    assert.throws(() => JournalWriter.open(journal.path, journal.id, 'stop'), unusable(toWriter));
    assert.is(JournalWriter.create(journal.path, journal.id, 'launcher'), null);
    assert.equal(contentOf(journal.path), before);
  });

  test.fault(
    27,
    `${what} in place of a journal ${toReader === null ? 'is read' : 'is named, hangs nobody and hides no other'}`,
    () => {
      const journal = givenJournal(requested());
      const other = journalIn(journal.project, 'other');
      const writer = openWriter(other, 'launcher');
      append(writer, requested());
      writer.close();
      put(journal);
      const { folded, unreadable } = foldProcesses(journal.project, 'all');
      assert.ok(folded.some(({ id }) => id === 'other'));
      if (toReader === null) {
        assert.equal(unreadable, []);
        return assert.is(journal.read().events.length, 1);
      }
      assert.equal(unreadable, [{ id: journal.id, path: journal.path, cause: toReader }]);
      assert.throws(() => journal.read(), unusable(toReader));
      assert.throws(() => journal.verify(), unusable(toReader));
      assert.throws(() => foldProcess(journal.project, journal.id), unusable(toReader));
      assert.throws(() => new JournalTail(journal.path, journal.id), unusable(toReader));
    },
  );
}

for (const bits of [0o640, 0o644, 0o664]) {
  test(`a journal that git made ${bits.toString(8)} is closed to others, and written to`, () => {
    const journal = givenJournal(requested());
    chmodSync(journal.path, bits);
    const writer = openWriter(journal, 'supervisor');
    append(writer, exited());
    writer.close();
    assert.is(statSync(journal.path).mode & 0o777, 0o600);
    assert.is(journal.read().events.length, 2);
  });
}

test('a link that leads nowhere is not followed by create', () => {
  const journal = journalIn(emptyProject());
  symlinkSync(`${journal.path}.elsewhere`, journal.path);
  assert.is(JournalWriter.create(journal.path, journal.id, 'launcher'), null);
  assert.not.ok(existsSync(`${journal.path}.elsewhere`));
});

test('only create makes a file, and only once', () => {
  const journal = journalIn(emptyProject());
  const missing = unusable('it does not exist');
  assert.throws(() => JournalWriter.open(journal.path, journal.id, 'stop'), missing);
  assert.throws(() => journal.read(), missing);
  assert.not.ok(existsSync(journal.path));
  const writer = JournalWriter.create(journal.path, journal.id, 'launcher');
  assert.ok(writer);
  assert.is(JournalWriter.create(journal.path, journal.id, 'launcher'), null);
  writer.close();
});

test('a journal is not created in a folder that is missing', () => {
  const { path, id } = journalIn(emptyProject(), 'no/such');
  assert.throws(() => JournalWriter.create(path, id, 'launcher'), unusable('it does not exist'));
});

for (const umask of [0o000, 0o077, 0o777]) {
  test.fault(
    57,
    `folders are 0700 and journals 0600 under umask ${umask.toString(8).padStart(3, '0')}`,
    () => {
      const { project } = journalIn(emptyProject());
      const before = process.umask(umask);
      try {
        assert.equal(prepareStateFolder(project, project.outputFolder), []);
        const writer = JournalWriter.create(journalIn(project).path, 'k3f9a2c7', 'launcher');
        writer?.close();
      } finally {
        process.umask(before);
      }
      const modeOf = (path: string): number => statSync(path).mode & 0o777;
      assert.is(modeOf(journalIn(project).path), 0o600);
      const folders = [project.journalFolder, project.outputFolder, project.cacheFolder, project.runFolder];
      for (const path of folders) assert.is(modeOf(path), 0o700);
    },
  );
}

test('an empty journal is read as one without events', () => {
  const journal = givenBytes('');
  assert.equal(journal.read(), { events: [], corrupt: [], nextOffset: 0, pendingBytes: 0 });
  assert.is(foldProcess(journal.project, journal.id).fold.state.life.phase, 'unheard');
  assert.equal(
    journal.verify().findings.map(({ severity, kind, line }) => [severity, kind, line]),
    [['damage', 'empty', 1]],
  );
});

test('a tail goes on in the file that took the place of its journal', () => {
  const journal = givenJournal(requested());
  const tail = new JournalTail(journal.path, journal.id);
  const drained = (): string[] => tail.drain().map(({ event }) => event.type);
  assert.equal(drained(), ['launch.requested']);
  execFileSync('sed', ['-i', 's/^$//', journal.path]);
  const writer = openWriter(journal, 'supervisor');
  append(writer, exited());
  writer.close();
  assert.equal([drained(), drained()], [['process.exited'], []]);
  unlinkSync(journal.path);
  assert.equal(drained(), []);
  tail.close();
});

test('a tail that waits for one kind of event reads no others, nor what is damaged beside it', () => {
  const journal = givenJournal(requested());
  const corrupt: number[] = [];
  const onCorrupt = ({ offset }: { readonly offset: number }) => void corrupt.push(offset);
  const tail = new JournalTail(journal.path, journal.id, { holding: 'process.exited', onCorrupt });
  const drained = (): string[] => tail.drain().map(({ event }) => event.type);
  assert.equal(drained(), []);
  appendFileSync(journal.path, '{"type":"process.heartbeat"}\n');
  const writer = openWriter(journal, 'supervisor');
  append(writer, exited());
  append(writer, requested());
  assert.equal([drained(), drained()], [['process.exited'], []]);
  assert.equal(corrupt, []);
  appendFileSync(journal.path, '{"type":"process.exited"}\n');
  assert.equal(drained(), []);
  assert.is(corrupt.length, 1);
  writer.close();
  tail.close();
});

test('a tail gives each event once, however often it is drained, and starts again when the journal was cut', () => {
  const journal = givenJournal(requested());
  const tail = new JournalTail(journal.path, journal.id);
  const writer = openWriter(journal, 'supervisor');
  const drained = (): string[] => tail.drain().map(({ event }) => event.type);
  assert.equal([drained(), drained()], [['launch.requested'], []]);
  append(writer, exited());
  assert.equal([drained(), drained()], [['process.exited'], []]);
  execFileSync('truncate', ['-s', '0', journal.path]);
  append(writer, exited());
  assert.equal(drained(), ['process.exited']);
  writer.close();
  tail.close();
});

test.run();

function unusable(cause: string): (error: unknown) => boolean {
  return (error) =>
    error instanceof FailureError &&
    error.failure.code === 'journal_unusable' &&
    error.failure.cause === cause;
}

function contentOf(path: string): string {
  return lstatSync(path).isFile() ? readFileSync(path, 'utf8') : '';
}

function link({ path }: GivenJournal): void {
  renameSync(path, `${path}.elsewhere`);
  symlinkSync(`${path}.elsewhere`, path);
}

function fifo({ path }: GivenJournal): void {
  unlinkSync(path);
  execFileSync('mkfifo', ['-m', '600', path]);
}

function folder({ path }: GivenJournal): void {
  unlinkSync(path);
  mkdirSync(path, { mode: 0o700 });
}

function hardLink({ path }: GivenJournal): void {
  linkSync(path, `${path}.second`);
}

function mode(bits: number): Impostor['put'] {
  return ({ path }) => chmodSync(path, bits);
}

function foreign(): Impostor {
  const put = ({ path }: GivenJournal): void => chownSync(path, 65534, 65534);
  return { what: "another user's file", put, toWriter: 'it belongs to another user', toReader: null };
}
