import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { archiveRuns, finishedRuns } from '../../src/archive/archive-runs.ts';
import { verifyArchive } from '../../src/archive/verify-archive.ts';
import { owe } from '../../src/claims/due.ts';
import { archivedPath } from '../../src/journal/journal-places.ts';
import { JournalWriter } from '../../src/journal/journal-writer.ts';
import { journalPath, type Project } from '../../src/journal/project-paths.ts';
import { observe, observeLive } from '../../src/observe/observe.ts';
import { identityOf, processTable } from '../../src/process/identity.ts';
import { thisHost } from '../../src/process/presence.ts';
import { oldProcess, outputFile, remains } from '../cleanup/old-process.ts';
import * as given from '../rig/given-events.ts';
import { append, emptyProject, type GivenEvent, journalIn, openWriter } from '../rig/given-journal.ts';
import { assert, suite } from '../rig/suite.ts';
import { archiveAll, archivedOf, historyOf } from './archived-form.ts';

const test = suite('archiving processes');

const id = 'aaaa1111';

function givenRun(...events: readonly GivenEvent[]): Project {
  const project = emptyProject();
  if (events.length === 0) oldProcess(project, id, 8);
  const writer = events.length === 0 ? null : openWriter(journalIn(project, id), 'launcher');
  for (const event of events) if (writer !== null) append(writer, event);
  writer?.close();
  return project;
}

test('journal, cache and claims go, the archived form with its manifest comes, the output stays', async () => {
  const project = givenRun();
  owe(project, id);
  await observe(project, id);
  const launchedIn = new Date(Date.now() - 8 * 86_400_000).toISOString().slice(0, 7);
  assert.equal(await archiveAll(project), []);
  assert.equal(remains(project, id), ['output']);
  const path = archivedOf(project, id);
  assert.is(path, archivedPath(project, id, launchedIn));
  assert.equal(
    [...historyOf(project).keys()],
    [`/${launchedIn}/${id}.manifest`, `/${launchedIn}/${id}.ndjson`],
  );
  for (const file of [path, path.replace('.ndjson', '.manifest')])
    assert.is(statSync(file).mode & 0o777, 0o600);
  assert.equal(verifyArchive(project), {
    checked: [{ id, month: launchedIn, journal: path, events: 6, findings: [] }],
    foreign: [],
  });
  assert.ok(existsSync(outputFile(project, id)));
});

test('archiving again changes nothing', async () => {
  const project = givenRun();
  await archiveAll(project);
  const before = historyOf(project);
  assert.equal(await archiveAll(project), []);
  assert.equal(historyOf(project), before);
});

test('the archived form of an archived form is refused', async () => {
  const project = givenRun();
  await archiveAll(project);
  copyFileSync(archivedOf(project, id), journalPath(project, id));
  assert.equal(await archiveAll(project), [`${id}: it is the archived form of a journal already`]);
  assert.ok(existsSync(journalPath(project, id)));
});

test('what was made of another journal is never written over', async () => {
  const project = givenRun();
  const month = new Date(Date.now() - 8 * 86_400_000).toISOString().slice(0, 7);
  const target = archivedPath(project, id, month);
  mkdirSync(dirname(target), { recursive: true });
  for (const content of ['', 'mine\n']) {
    writeFileSync(target, content);
    assert.equal(await archiveAll(project), [`${id}: another file has that name already`]);
    assert.is(readFileSync(target, 'utf8'), content);
  }
  rmSync(target);
  symlinkSync('/etc/hostname', target);
  assert.equal(await archiveAll(project), [`${id}: something else has that name already`]);
  assert.ok(existsSync(journalPath(project, id)));
});

test('a last word that was written after an archive was cut off is in the next one', async () => {
  const project = givenRun();
  const live = readFileSync(journalPath(project, id));
  await archiveAll(project);
  writeFileSync(journalPath(project, id), live, { mode: 0o600 });
  const writer = openWriter(journalIn(project, id), 'watcher');
  append(writer, given.completed());
  writer.close();
  assert.equal(await archiveAll(project), []);
  assert.match(readFileSync(archivedOf(project, id), 'utf8'), '"type":"process.completed"');
  assert.equal(verifyArchive(project).checked[0]?.findings, []);
});

test('a pen that was open when the journal went writes nothing into the history', async () => {
  const project = givenRun();
  const writer = JournalWriter.open(journalPath(project, id), id, 'watcher');
  await archiveAll(project);
  const before = historyOf(project);
  assert.throws(() => writer.append('output.removed', { bytes: 1, reason: 'late' }), /append_failed/);
  writer.close();
  assert.equal(historyOf(project), before);
});

const here = { host: thisHost(), bootId: processTable.bootId() };
/** Of a process that is not there, on a machine that is this one. */
const token = identityOf(process.pid)?.startToken ?? '';
const nobody = { supervisorPid: 4_194_000, supervisorStartToken: token, pid: 4_194_001, startToken: token };

test('a loss that is only seen is written down before the run is archived', async () => {
  const project = givenRun(given.requested(here), given.validated(), given.started(nobody));
  assert.is((await observe(project, id)).verdict.status, 'failed');
  assert.equal(await archiveAll(project), []);
  const { verdict, state, path } = await observe(project, id);
  assert.equal([verdict.status, verdict.reason, state.life.phase], ['failed', 'lost', 'ended']);
  assert.match(readFileSync(path, 'utf8'), '"type":"process.lost"');
});

test('what runs, or may, is left alone; a refused launch is archived', async () => {
  const elsewhere = givenRun(given.requested(), given.validated(), given.started());
  assert.equal(await archiveAll(elsewhere), []);
  const { observed } = await observeLive(elsewhere);
  const { failed } = archiveRuns(elsewhere, observed, Date.now());
  assert.equal(failed[0]?.failure.code, 'not_archived');
  assert.ok(existsSync(journalPath(elsewhere, id)));
  const rejected = givenRun(given.requested(), given.validated({ valid: false }));
  assert.equal(await archiveAll(rejected), []);
  assert.is((await observe(rejected, id)).verdict.status, 'rejected');
});

test('only what ended long enough ago is finished for a while', async () => {
  const project = givenRun();
  const ids = async (days: number): Promise<string[]> => {
    const { finished } = await finishedRuns(project, days * 86_400_000, Date.now());
    return finished.map((one) => one.id);
  };
  assert.equal([await ids(7), await ids(9)], [[id], []]);
});

test('what a killed archive left aside is cleared away once nobody can be at it any more', async () => {
  const project = givenRun();
  mkdirSync(project.runFolder, { recursive: true, mode: 0o700 });
  const [old, fresh] = ['archive-0001.tmp', 'archive-0002.tmp'].map((name) => join(project.runFolder, name));
  assert.ok(old !== undefined && fresh !== undefined);
  for (const path of [old, fresh]) writeFileSync(path, 'half');
  utimesSync(old, new Date(0), new Date(0));
  await archiveAll(project);
  assert.equal([existsSync(old), existsSync(fresh)], [false, true]);
});

test('each way to tamper with the history is named', async () => {
  const kindsAfter = async (tamper: (path: string, project: Project) => void): Promise<string[]> => {
    const project = givenRun();
    await archiveAll(project);
    tamper(archivedOf(project, id), project);
    const { checked, foreign } = verifyArchive(project);
    return [
      ...checked.flatMap(({ findings }) => findings.map(({ kind }) => kind)),
      ...foreign.map(() => 'foreign'),
    ];
  };
  const manifest = (path: string): string => path.replace('.ndjson', '.manifest');
  const edit = (path: string, from: RegExp | string, to: string): void =>
    writeFileSync(path, readFileSync(path, 'utf8').replace(from, to));
  assert.equal(await kindsAfter((path) => edit(path, '"code":0', '"code":3')), ['seen_fails', 'other_bytes']);
  assert.equal(await kindsAfter((path) => edit(path, /\{[^\n]*archived[^\n]*\n$/, '')), [
    'not_sealed',
    'other_bytes',
  ]);
  assert.equal(await kindsAfter((path) => rmSync(path)), ['missing']);
  assert.equal(await kindsAfter((path) => rmSync(manifest(path))), ['no_manifest']);
  assert.equal(await kindsAfter((path) => writeFileSync(manifest(path), 'x')), ['no_manifest']);
  assert.equal(
    await kindsAfter((path) =>
      edit(manifest(path), /("original":\{.*"sha256":")\w{64}/, `$1${'0'.repeat(64)}`),
    ),
    ['other_original'],
  );
  assert.equal(
    await kindsAfter((path) => {
      const elsewhere = path.replace(/\d{4}-\d\d/, '1999-01');
      mkdirSync(dirname(elsewhere));
      copyFileSync(path, elsewhere);
      copyFileSync(manifest(path), manifest(elsewhere));
    }),
    ['other_month', 'twice', 'twice'],
  );
  assert.equal(
    await kindsAfter((path, { historyFolder }) => {
      writeFileSync(join(dirname(path), 'notes.txt'), '');
      mkdirSync(join(historyFolder, 'old'));
    }),
    ['foreign', 'foreign'],
  );
});

test.run();
