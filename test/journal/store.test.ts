import { execFileSync } from 'node:child_process';
import fs, {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import fc from 'fast-check';
import { foldAll } from '../../projections/fold.ts';
import { type Folded, foldProcess, foldProcesses } from '../../src/journal/store.ts';
import { foldUntil } from '../../src/journal/store-prefix.ts';
import {
  exited,
  heartbeat,
  lost,
  noted,
  progressed,
  requested,
  started,
  stopRequested,
  validated,
  warned,
  wholeLife,
} from '../rig/given-events.ts';
import {
  append,
  emptyProject,
  flip,
  type GivenEvent,
  type GivenJournal,
  givenJournal,
  joinLines,
  journalIn,
  openWriter,
} from '../rig/given-journal.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('store');

/** Something that happens between two looks at a journal. */
type Step = { readonly what: string; readonly act: (journal: GivenJournal) => void };

const given = (...events: readonly GivenEvent[]): Step => ({
  what: events.map(({ type }) => type).join(', '),
  act: (journal) => {
    const writer = openWriter(journal, 'supervisor');
    for (const event of events) append(writer, event);
    writer.close();
  },
});

const appends: readonly Step[] = [
  given(requested(), validated()),
  given(validated({ valid: false })),
  given(started(), heartbeat(), progressed()),
  given(progressed({ percent: 99, label: 'ü'.repeat(200) }), warned()),
  given(...Array.from({ length: 20 }, (_, index) => warned({ message: String(index).repeat(900) }))),
  given(stopRequested(), noted()),
  given(exited({ willRetry: true }), started({ attempt: 2 })),
  given(exited()),
  given(lost()),
];

const raw = (what: string, text: (lines: readonly string[]) => string | Buffer): Step => ({
  what,
  act: ({ path, lines }) => appendFileSync(path, text(lines())),
});

const envelope = '"process":"k3f9a2c7","by":"future.abcd1234"';
const oddLines: readonly Step[] = [
  raw(
    'unknown type',
    () =>
      `{"at":"2026-11-23T10:30:15.123Z","type":"process.dreamt",${envelope},"n":4,"data":{"x":"${'y'.repeat(40_000)}"},"v":1}\n`,
  ),
  raw(
    'newer version',
    () =>
      `{"at":"2026-11-23T10:30:15.123Z","type":"process.exited",${envelope},"n":5,"data":{"code":"0"},"v":3}\n`,
  ),
  raw(
    'further keys',
    () =>
      `{"at":"2026-11-23T10:30:15.123Z","type":"process.noted",${envelope},"n":6,"data":{"message":"m","__proto__":{"a":1e999}},"v":1}\n`,
  ),
  raw('corrupt line', () => `{"at":${'z'.repeat(30_000)}\n`),
  raw('torn line', () => '{"at":"20'),
  raw('line end', () => '\n'),
  raw('invalid UTF-8', () => Buffer.from('{"\u00ff"}\n', 'latin1')),
  raw('second copy', (lines) => `${lines.at(-1) ?? ''}\n`),
  raw('late copy', (lines) => `${lines[0] ?? ''}\n`),
];

const edits: readonly Step[] = [
  {
    what: 'flip a byte',
    act: ({ path, bytes }) => writeFileSync(path, flip(bytes(), Math.floor(bytes().length / 3), 1)),
  },
  { what: 'cut', act: ({ path, bytes }) => truncateSync(path, Math.floor(bytes().length / 2)) },
  {
    what: 'cut and grow',
    act: ({ path, lines }) => writeFileSync(path, joinLines([...lines().slice(2), ...lines()])),
  },
];

const cacheDamages: readonly Step[] = [
  { what: 'deleted', act: ({ project }) => rmSync(project.cacheFolder, { recursive: true, force: true }) },
  damage('empty', () => ''),
  damage('cut', (text) => text.slice(0, text.length / 2)),
  damage('garbage', () => '\0\u0001{]'),
  damage('not JSON', (text) => `${text.split('\n')[0]}\n{`),
  damage('of another version', (text) => text.replace(/^\d+/, '999')),
  damage('edited', (text) => text.replace('"events":', '"events":1')),
  damage(
    'a whole fold with another seal',
    (text) => `0.00000000000000000000000000000000${text.slice(text.indexOf('\n'))}`,
  ),
  { what: "another process's", act: poison },
  { what: 'a folder', act: (journal) => mkdirSync(emptied(journal), { recursive: true }) },
  { what: 'a FIFO', act: (journal) => void execFileSync('mkfifo', [emptied(journal)]) },
  { what: 'a file where its folder should be', act: fileInPlaceOfFolder },
];

const longLife = givenJournal(...wholeLife().slice(0, 4), ...Array.from({ length: 600 }, () => heartbeat()));
const longLines = longLife.lines();

test(
  'whatever happens to the journal and to the cache, the fold is that of the bytes',
  () => {
    const step = fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(...appends) },
      { weight: 2, arbitrary: fc.constantFrom(...oddLines) },
      { weight: 2, arbitrary: fc.constantFrom(...cacheDamages) },
      { weight: 1, arbitrary: fc.constantFrom(...edits) },
      { weight: 4, arbitrary: fc.constant<Step>({ what: 'fold', act: assertFoldIsThatOfTheBytes }) },
    );
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 25 }), (steps) => {
        const journal = journalIn(emptyProject());
        openWriter(journal, 'launcher').close();
        for (const { act } of steps) act(journal);
        assertFoldIsThatOfTheBytes(journal);
        rmSync(journal.project.cacheFolder, { recursive: true, force: true });
        assertFoldIsThatOfTheBytes(journal);
        rmSync(journal.project.root, { recursive: true });
      }),
      { numRuns: 150 },
    );
  },
  { timeoutMs: 60_000 },
);

test('an unchanged journal that has a checkpoint is not read again', () => {
  for (const lines of [longLines, givenJournal(...wholeLife()).lines()]) {
    const journal = grownFrom(lines);
    assert.ok(readCalls(() => foldProcess(journal.project, journal.id)) > 0);
    assert.is(
      readCalls(() => foldProcess(journal.project, journal.id)),
      0,
    );
  }
});

for (const { what, act } of cacheDamages) {
  test.fault(58, `a cache that is ${what} changes nothing`, () => {
    const journal = grownFrom(longLines);
    const cold = JSON.stringify(foldProcess(journal.project, journal.id));
    assert.ok(existsSync(checkpointOf(journal)), 'there is a checkpoint to be damaged');
    act(journal);
    assert.is(JSON.stringify(foldProcess(journal.project, journal.id)), cold);
    appendFileSync(journal.path, `${longLines[9]?.replace(/"n":\d+/, '"n":9999')}\n`);
    assertFoldIsThatOfTheBytes(journal);
    assert.is(foldProcess(journal.project, journal.id).fold.events, longLines.length + 1);
  });
}

test('an edit in the middle that keeps the size is noticed', () => {
  const journal = grownFrom([...longLines, ...givenJournal(requested(), exited()).lines().slice(1)]);
  foldProcess(journal.project, journal.id);
  replaceIn(journal, '"startToken":"boot-1:4102"', '"startToken":"boot-2:4102"');
  const noticed = foldProcess(journal.project, journal.id).fold.state.life;
  assert.is(noticed.phase === 'ended' && noticed.running?.child.startToken, 'boot-2:4102');
  replaceIn(journal, '"startToken":"boot-2:4102"', '"startToken":"boot-3:4102"');
  assertFoldIsThatOfTheBytes(journal);
});

test('an edit whose time was set back is noticed, too', () => {
  const journal = grownFrom(longLines);
  foldProcess(journal.project, journal.id);
  execFileSync('touch', ['-r', journal.path, `${journal.path}.time`]);
  replaceIn(journal, '"startToken":"boot-1:4102"', '"startToken":"boot-2:4102"');
  execFileSync('touch', ['-r', `${journal.path}.time`, journal.path]);
  assertFoldIsThatOfTheBytes(journal);
});

test('an edit far from the end is noticed, though the file has grown since', () => {
  const journal = grownFrom(longLines);
  foldProcess(journal.project, journal.id);
  replaceIn(journal, '"startToken":"boot-1:4102"', '"startToken":"boot-2:4102"');
  appendFileSync(journal.path, `${longLines[9]}\n`);
  const { life } = foldProcess(journal.project, journal.id).fold.state;
  assert.is(life.phase === 'started' && life.running.child.startToken, 'boot-2:4102');
});

test('a journal that was cut and has grown again is noticed', () => {
  const journal = grownFrom(longLines);
  foldProcess(journal.project, journal.id);
  truncateSync(journal.path, `${longLines[0]}\n`.length);
  assert.is(foldProcess(journal.project, journal.id).fold.events, 1);
  appendFileSync(journal.path, joinLines(longLines.slice(300)));
  assert.is(foldProcess(journal.project, journal.id).fold.events, longLines.length - 299);
  appendFileSync(journal.path, joinLines(longLines.slice(1, 300)));
  assertFoldIsThatOfTheBytes(journal);
});

test.fault(28, 'a journal that the disk cannot read is named, and hides no other', () => {
  const journal = grownFrom(longLines);
  const other = openWriter(journalIn(journal.project, 'other'), 'launcher');
  append(other, requested());
  other.close();
  const { ino } = statSync(journal.path);
  const failing =
    (real: Read): Read =>
    (fd, ...rest) => {
      if (fs.fstatSync(fd).ino !== ino) return real(fd, ...rest);
      throw Object.assign(new Error('EIO: read'), { code: 'EIO', syscall: 'read' });
    };
  const { folded, unreadable } = withRead(failing, () => foldProcesses(journal.project, 'all'));
  assert.equal(
    folded.map(({ id }) => id),
    ['other'],
  );
  assert.equal(unreadable, [{ id: journal.id, path: journal.path, cause: 'the disk cannot read it' }]);
});

test('files that are no journals are not taken for some', () => {
  const journal = grownFrom(longLines.slice(0, 5));
  for (const name of [
    'UPPER.ndjson',
    'a\nb.ndjson',
    'con.ndjson',
    '-rf.ndjson',
    'x.ndjson.tmp',
    '.ndjson',
    'x.json',
  ])
    writeFileSync(join(journal.project.journalFolder, name), 'x');
  const { folded, unreadable } = foldProcesses(journal.project, 'all');
  assert.equal([folded.map(({ id }) => id), unreadable], [[journal.id], []]);
});

test('the state of an earlier moment is that of the events up to it', () => {
  const journal = givenJournal(...wholeLife());
  const { events } = journal.read();
  for (let count = 0; count <= events.length; count += 1) {
    const until = foldUntil(journal.path, journal.id, { sequence: count });
    assert.equal(
      [until.fold.state, until.events],
      [foldAll(journal.id, events.slice(0, count)).state, count],
    );
  }
});

test.run();

function assertFoldIsThatOfTheBytes(journal: GivenJournal): void {
  const { events, corrupt } = journal.read();
  const { id, path } = journal;
  const cold: Folded = { id, path, fold: foldAll(id, events), corruptLines: corrupt.length };
  assert.is(JSON.stringify(foldProcess(journal.project, id)), JSON.stringify(cold));
  assert.is(JSON.stringify(foldProcess(journal.project, id)), JSON.stringify(cold));
}

function grownFrom(lines: readonly string[], id?: string): GivenJournal {
  const journal = journalIn(emptyProject(), id);
  writeFileSync(journal.path, joinLines(lines), { mode: 0o600 });
  return journal;
}

function checkpointOf({ project, id }: GivenJournal): string {
  return join(project.cacheFolder, `${id}.json`);
}

/** What lies where the checkpoint should be is changed, if there is one. */
function damage(what: string, change: (text: string) => string): Step {
  return {
    what,
    act: (journal) => {
      const path = checkpointOf(journal);
      if (existsSync(path) && statSync(path).isFile())
        writeFileSync(path, change(readFileSync(path, 'utf8')));
    },
  };
}

/** A sound checkpoint of a longer journal, under this one's name. */
function poison(journal: GivenJournal): void {
  const other = grownFrom(
    [...longLines, ...longLines].map((line) => line.replace('"process":"k3f9a2c7"', '"process":"other"')),
    'other',
  );
  foldProcess(other.project, other.id);
  writeFileSync(emptied(journal), readFileSync(checkpointOf(other)));
  rmSync(other.project.root, { recursive: true });
}

/** The path of the checkpoint, with nothing there and its folder in place. */
function emptied(journal: GivenJournal): string {
  const { cacheFolder } = journal.project;
  if (!(statSync(cacheFolder, { throwIfNoEntry: false })?.isDirectory() ?? false))
    rmSync(cacheFolder, { force: true });
  mkdirSync(cacheFolder, { recursive: true });
  rmSync(checkpointOf(journal), { recursive: true, force: true });
  return checkpointOf(journal);
}

function fileInPlaceOfFolder({ project }: GivenJournal): void {
  rmSync(project.cacheFolder, { recursive: true, force: true });
  writeFileSync(project.cacheFolder, '');
}

/** Another text of the same length, in place. */
function replaceIn({ path }: GivenJournal, before: string, after: string): void {
  const text = readFileSync(path, 'utf8');
  assert.ok(text.includes(before) && before.length === after.length);
  writeFileSync(path, text.replace(before, after));
}

type Read = (fd: number, buffer: Uint8Array, offset: number, length: number, position: number) => number;

function withRead<Result>(read: (real: Read) => Read, act: () => Result): Result {
  const { readSync } = fs;
  Object.assign(fs, { readSync: read(readSync) });
  syncBuiltinESMExports();
  try {
    return act();
  } finally {
    Object.assign(fs, { readSync });
    syncBuiltinESMExports();
  }
}

function readCalls(act: () => void): number {
  let calls = 0;
  const counting =
    (real: Read): Read =>
    (...args) => {
      calls += 1;
      return real(...args);
    };
  withRead(counting, act);
  return calls;
}
