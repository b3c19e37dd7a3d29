import { mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  archivedPath,
  findJournal,
  listArchived,
  listJournals,
  readWhereItLies,
} from '../../src/journal/journal-places.ts';
import { journalPath, type Project } from '../../src/journal/project-paths.ts';
import { foldProcess, foldProcesses } from '../../src/journal/store.ts';
import { observeAll, observeLive } from '../../src/observe/observe.ts';
import { ProcessWatch } from '../../src/observe/process-watch.ts';
import { ProcessesWatch } from '../../src/observe/processes-watch.ts';
import { emptyProject } from '../rig/given-journal.ts';
import { givenPast } from '../rig/given-past.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('where journals lie');

const month = '2026-11';

/** A project with a live journal and an archived one. */
function givenBoth(): Project {
  const project = emptyProject();
  givenPast(project, ['live1', 'past1']);
  return moved(project, 'past1', month);
}

function moved(project: Project, id: string, to: string): Project {
  const path = archivedPath(project, id, to);
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  renameSync(journalPath(project, id), path);
  return project;
}

test('one that is archived between being listed and being read is read where it lies by then', () => {
  const project = givenBoth();
  const live = listJournals(project).find(({ id }) => id === 'live1');
  assert.ok(live !== undefined);
  const text = readFileSync(live.path, 'utf8');
  moved(project, 'live1', month);
  assert.is(
    readWhereItLies(project, live, (path) => readFileSync(path, 'utf8')),
    text,
  );
  rmSync(archivedPath(project, 'live1', month));
  assert.throws(() => readWhereItLies(project, live, (path) => readFileSync(path)), /ENOENT/);
});

test('who reads is given live and archived journals, who acts the live ones alone', async () => {
  const project = givenBoth();
  const ids = (many: readonly { readonly id: string }[]) => many.map(({ id }) => id);
  assert.equal(ids(listJournals(project)), ['live1', 'past1']);
  assert.equal(ids(foldProcesses(project, 'all').folded), ['live1', 'past1']);
  assert.equal(ids(foldProcesses(project, 'live').folded), ['live1']);
  assert.equal(ids((await observeAll(project)).observed), ['live1', 'past1']);
  assert.equal(ids((await observeLive(project)).observed), ['live1']);
  const { watch } = await ProcessesWatch.open(project);
  assert.equal(ids(watch.observed), ['live1']);
});

test('an archived journal folds to what it did, and says where it really lies', async () => {
  const project = emptyProject();
  givenPast(project, ['past1']);
  const before = foldProcess(project, 'past1');
  const watch = new ProcessWatch(project, 'past1');
  assert.is((await watch.next(0))?.path, before.path);
  moved(project, 'past1', month);
  const after = foldProcess(project, 'past1');
  assert.equal([after.fold, after.path], [before.fold, archivedPath(project, 'past1', month)]);
  assert.is((await watch.next(1000))?.verdict.status, 'completed');
});

test('a live journal wins over its archived copy, also one that cannot be read', () => {
  const project = givenBoth();
  givenPast(project, ['past1']);
  assert.equal(findJournal(project, 'past1'), {
    id: 'past1',
    path: journalPath(project, 'past1'),
    isArchived: false,
  });
  rmSync(journalPath(project, 'past1'));
  symlinkSync('/nowhere', journalPath(project, 'past1'));
  assert.is(findJournal(project, 'past1')?.isArchived, false);
  assert.equal(
    listJournals(project).map(({ id, isArchived }) => `${id} ${isArchived}`),
    ['live1 false', 'past1 false'],
  );
});

test('what is no journal in a month of the history is not taken for one', () => {
  const project = givenBoth();
  const bytes = readFileSync(archivedPath(project, 'past1', month));
  const folder = join(project.historyFolder, month);
  for (const name of ['UPPER.ndjson', '-rf.ndjson', 'con.ndjson', 'past1.manifest', 'x.ndjson.tmp'])
    writeFileSync(join(folder, name), bytes);
  symlinkSync(archivedPath(project, 'past1', month), join(folder, 'link1.ndjson'));
  mkdirSync(join(folder, 'folder1.ndjson'));
  for (const name of ['2026-13', '2026', '..2026-11', 'old']) {
    mkdirSync(join(project.historyFolder, name));
    writeFileSync(join(project.historyFolder, name, 'else1.ndjson'), bytes);
  }
  symlinkSync(folder, join(project.historyFolder, '2026-10'));
  assert.equal(
    listArchived(project).map(({ id }) => id),
    ['past1'],
  );
  for (const id of ['else1', 'link1', 'folder1', '../2026-11/past1', 'UPPER'])
    assert.is(findJournal(project, id), null, id);
});

test('of a run that lies in two months the newer one counts', () => {
  const project = givenBoth();
  const older = archivedPath(project, 'past1', '2025-02');
  mkdirSync(dirname(older), { recursive: true });
  writeFileSync(older, '');
  assert.is(findJournal(project, 'past1')?.path, archivedPath(project, 'past1', month));
  assert.is(listJournals(project)[1]?.path, archivedPath(project, 'past1', month));
});

test.run();
