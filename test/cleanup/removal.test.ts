import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { CleanupWish } from '../../reactors/cleanup.ts';
import { archiveRuns } from '../../src/archive/archive-runs.ts';
import { verifyArchive } from '../../src/archive/verify-archive.ts';
import { claim } from '../../src/claims/claim.ts';
import { owe } from '../../src/claims/due.ts';
import { keepUnread } from '../../src/claims/unread.ts';
import { autoCleanup } from '../../src/cleanup/auto-cleanup.ts';
import { type CleanupResult, planCleanup, removeAll } from '../../src/cleanup/clean-up.ts';
import { defaultSettings, type Settings } from '../../src/config/settings.ts';
import { journalPath, type Project } from '../../src/journal/project-paths.ts';
import { identityOf } from '../../src/process/identity.ts';
import { exited } from '../rig/given-events.ts';
import { emptyProject, journalIn } from '../rig/given-journal.ts';
import { assert, suite } from '../rig/suite.ts';
import { oldProcess, outputFile, outputText, remains } from './old-process.ts';

const test = suite('removing processes');
const projects: Project[] = [];
test.after(() => {
  for (const { root } of projects) rmSync(root, { recursive: true, force: true });
});

function given(...ids: readonly string[]): Project {
  const project = emptyProject();
  projects.push(project);
  for (const id of ids) oldProcess(project, id, 8);
  return project;
}

const wish: CleanupWish = { status: 'all', olderThanMs: 7 * 86_400_000, isAutomatic: false, archives: false };

async function cleaned(
  project: Project,
  more: Partial<CleanupWish> = {},
  settings: Settings = defaultSettings,
): Promise<CleanupResult> {
  const site = { project, settings };
  const { candidates } = await planCleanup(site, { ...wish, ...more }, Date.now());
  return removeAll(site, candidates, 'cleanup');
}

const causesOf = ({ failed }: CleanupResult): unknown[] =>
  failed.map(({ id, failure }) => [id, failure.code, 'cause' in failure ? failure.cause : null]);

test('journal, output, cache and claims go; nothing else does', async () => {
  const project = given('aaaa1111', 'bbbb2222');
  oldProcess(project, 'cccc3333', 1);
  owe(project, 'aaaa1111');
  keepUnread(project, { id: 'aaaa1111', kind: 'completed', episode: 0, title: 't', line: 'l' });
  owe(project, 'aaaa11112');
  const { removed, failed } = await cleaned(project);
  assert.equal(removed.map(({ candidate }) => candidate.observed.id).sort(), ['aaaa1111', 'bbbb2222']);
  assert.equal([failed, removed[0]?.freedBytes], [[], outputText.length]);
  assert.equal([remains(project, 'aaaa1111'), remains(project, 'bbbb2222')], [[], []]);
  assert.ok(remains(project, 'cccc3333').includes('output'));
  assert.equal(remains(project, 'aaaa11112'), ['due']);
});

test('a journal that is kept is archived as `bg archive` does it, under the month of its launch', async () => {
  const project = given('aaaa1111');
  const { removed } = await cleaned(project, { archives: true });
  const archived = removed[0]?.archived ?? '';
  const [line = ''] = readFileSync(archived, 'utf8').split('\n');
  const month = String(JSON.parse(line).at).slice(0, 7);
  assert.is(archived, join(project.stateFolder, 'history', month, 'aaaa1111.ndjson'));
  assert.match(readFileSync(archived, 'utf8'), /"data":\{"bytes":14,"reason":"cleanup"\}/);
  assert.match(readFileSync(archived, 'utf8'), /"type":"journal.archived"[^\n]*\n$/);
  assert.equal(verifyArchive(project).checked[0]?.findings, []);
  assert.equal(remains(project, 'aaaa1111'), []);
});

test('what is archived already is never written over', async () => {
  const project = given('aaaa1111');
  const month = new Date(Date.now() - 8 * 86_400_000).toISOString().slice(0, 7);
  mkdirSync(join(project.historyFolder, month), { recursive: true, mode: 0o700 });
  writeFileSync(join(project.historyFolder, month, 'aaaa1111.ndjson'), 'older\n');
  const result = await cleaned(project, { archives: true });
  assert.equal(causesOf(result), [['aaaa1111', 'not_archived', 'another file has that name already']]);
  assert.is(readFileSync(join(project.historyFolder, month, 'aaaa1111.ndjson'), 'utf8'), 'older\n');
  assert.ok(remains(project, 'aaaa1111').includes('journal'));
});

test('an archive that was cut off is finished', async () => {
  const project = given('aaaa1111');
  const month = new Date(Date.now() - 8 * 86_400_000).toISOString().slice(0, 7);
  mkdirSync(join(project.historyFolder, month), { recursive: true, mode: 0o700 });
  const live = readFileSync(journalPath(project, 'aaaa1111'));
  rmSync(outputFile(project, 'aaaa1111'));
  await cleaned(project, { archives: true });
  rmSync(join(project.historyFolder, month, 'aaaa1111.manifest'));
  writeFileSync(journalPath(project, 'aaaa1111'), live, { mode: 0o600 });
  const { removed, failed } = await cleaned(project, { archives: true });
  assert.equal([removed.length, failed], [1, []]);
  assert.equal(verifyArchive(project).checked[0]?.findings, []);
  assert.equal(remains(project, 'aaaa1111'), []);
});

test('an output that a journal names elsewhere is not touched', async () => {
  const project = given();
  const elsewhere = join(project.root, 'precious.txt');
  writeFileSync(elsewhere, 'mine');
  const named = [
    elsewhere,
    '../precious.txt',
    '.tapps-agents/output/other.output',
    '.tapps-agents/config.yaml',
  ];
  const ids = named.map((output, index) => oldProcess(project, `aaaa111${index}`, 8, { spec: { output } }));
  writeFileSync(outputFile(project, 'other'), 'theirs');
  const { removed, failed } = await cleaned(project);
  assert.equal([removed.length, failed], [named.length, []]);
  assert.is(readFileSync(elsewhere, 'utf8'), 'mine');
  assert.is(readFileSync(outputFile(project, 'other'), 'utf8'), 'theirs');
  for (const id of ids) assert.equal(remains(project, id), ['output']);
});

test('no link is followed, neither the output nor its folder; what is refused is said, and the others go', async () => {
  const project = given('aaaa1111', 'bbbb2222', 'dddd4444');
  const target = join(project.root, 'target');
  writeFileSync(target, 'mine');
  rmSync(outputFile(project, 'aaaa1111'));
  symlinkSync(target, outputFile(project, 'aaaa1111'));
  rmSync(outputFile(project, 'dddd4444'));
  mkdirSync(outputFile(project, 'dddd4444'));
  const result = await cleaned(project);
  assert.equal(causesOf(result).sort(), [
    ['aaaa1111', 'not_removed', 'it is a symbolic link'],
    ['dddd4444', 'not_removed', 'it is not a regular file'],
  ]);
  assert.is(readFileSync(target, 'utf8'), 'mine');
  assert.ok(existsSync(journalPath(project, 'aaaa1111')));
  assert.equal(remains(project, 'bbbb2222'), []);
});

test('an output folder that is a link is left alone', async () => {
  const project = given('aaaa1111');
  renameSync(project.outputFolder, join(project.root, 'moved'));
  symlinkSync(join(project.root, 'moved'), project.outputFolder);
  assert.equal(causesOf(await cleaned(project)), [
    ['aaaa1111', 'not_removed', 'it lies behind a symbolic link'],
  ]);
  assert.ok(existsSync(join(project.root, 'moved', 'aaaa1111.output')));
});

test('a journal from a checkout, which others may read, is removed all the same', async () => {
  const project = given('aaaa1111');
  chmodSync(journalPath(project, 'aaaa1111'), 0o644);
  assert.is((await cleaned(project)).removed.length, 1);
  assert.equal(remains(project, 'aaaa1111'), []);
});

test('an output in the folder that the settings name is removed', async () => {
  const project = given();
  const output = 'logs/aaaa1111.output';
  oldProcess(project, 'aaaa1111', 8, { spec: { output } });
  mkdirSync(join(project.root, 'logs'));
  renameSync(outputFile(project, 'aaaa1111'), join(project.root, output));
  await cleaned(project, {}, { ...defaultSettings, outputFolder: 'logs' });
  assert.not.ok(existsSync(join(project.root, output)));
});

test('of two that clean up at once, each process is removed by one', async () => {
  const project = given('aaaa1111');
  const site = { project, settings: defaultSettings };
  const { candidates } = await planCleanup(site, wish, Date.now());
  const results = [removeAll(site, candidates, 'cleanup'), removeAll(site, candidates, 'cleanup')];
  assert.equal(
    results.map(({ removed, failed }) => [removed.length, failed.length]),
    [
      [1, 0],
      [0, 0],
    ],
  );
});

test('by itself only what completed, is told and is old goes', async () => {
  const project = given('aaaa1111', 'bbbb2222');
  oldProcess(project, 'cccc3333', 1);
  oldProcess(project, 'dddd4444', 100, { end: [exited({ code: 3 })] });
  owe(project, 'bbbb2222');
  const { removed, failed } = await autoCleanup(project, defaultSettings, Date.now());
  assert.equal(
    removed.map(({ candidate }) => candidate.observed.id),
    ['aaaa1111'],
  );
  assert.equal(failed, []);
  for (const id of ['bbbb2222', 'cccc3333', 'dddd4444'])
    assert.ok(existsSync(outputFile(project, id)) && existsSync(journalPath(project, id)), id);
});

test('it archives where the settings say so, and does nothing where they switch it off', async () => {
  const project = given('aaaa1111');
  await autoCleanup(project, { ...defaultSettings, autoCleanupDays: null }, Date.now());
  assert.ok(existsSync(journalPath(project, 'aaaa1111')));
  const { removed } = await autoCleanup(
    project,
    { ...defaultSettings, archiveBeforeCleanup: true },
    Date.now(),
  );
  assert.match(readFileSync(removed[0]?.archived ?? '', 'utf8'), /"automatic cleanup after 7 days"/);
});

test('journals that cannot be read do not stop it', async () => {
  const project = given('aaaa1111');
  symlinkSync('/etc/passwd', journalPath(project, 'eeee5555'));
  writeFileSync(journalPath(project, 'ffff6666'), 'no journal\n', { mode: 0o600 });
  mkdirSync(journalPath(project, 'gggg7777'));
  const { removed } = await autoCleanup(project, defaultSettings, Date.now() + 30 * 86_400_000);
  assert.is(removed.length, 1);
  assert.ok(journalIn(project, 'ffff6666').bytes().length > 0);
});

test('while somebody who lives removes or archives a process nobody else does, and a dead one is in nobody’s way', async () => {
  const project = given('aa');
  const self = identityOf(process.pid);
  assert.ok(self !== null);
  const held = claim(project, { id: 'aa', kind: 'move', episode: 0 }, self);
  const { candidates } = await planCleanup({ project, settings: defaultSettings }, wish, Date.now());
  const observed = candidates.map((candidate) => candidate.observed);
  const before = remains(project, 'aa');
  assert.equal(removeAll({ project, settings: defaultSettings }, candidates, 'cleanup'), {
    removed: [],
    failed: [],
  });
  assert.equal(archiveRuns(project, observed, Date.now()), { archived: [], failed: [] });
  assert.equal(remains(project, 'aa'), before);
  held?.release();
  claim(project, { id: 'aa', kind: 'move', episode: 0 }, { pid: 2 ** 22 + 1, startToken: 'nobody:1' });
  assert.is(archiveRuns(project, observed, Date.now()).archived.length, 1);
  const after = remains(project, 'aa');
  assert.equal(removeAll({ project, settings: defaultSettings }, candidates, 'cleanup').removed, []);
  assert.equal(remains(project, 'aa'), after, 'the output stays with what was archived');
  assert.equal(readdirSync(project.claimsFolder), []);
});

test.run();
