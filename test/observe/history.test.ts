import fs, {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import fc from 'fast-check';
import { type ListFilter, selectProcesses } from '../../projections/process-list.ts';
import { until } from '../../src/base/clock.ts';
import { archivedPath } from '../../src/journal/journal-places.ts';
import { journalPath, listProcessIds, type Project } from '../../src/journal/project-paths.ts';
import { namesHold, readChanges, writeChanges } from '../../src/journal/store-changes.ts';
import { readEnded } from '../../src/journal/store-ended.ts';
import { asListed } from '../../src/observe/as-listed.ts';
import type { Reach } from '../../src/observe/choose-from.ts';
import { observeAll } from '../../src/observe/observe.ts';
import { observeChosen } from '../../src/observe/observe-chosen.ts';
import { exited, noted, requested, started } from '../rig/given-events.ts';
import { append, emptyProject, journalIn, openWriter } from '../rig/given-journal.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('a long history');

const everything: ListFilter = { status: 'all', type: null, tags: {}, since: null, limit: null };
const filters: readonly ListFilter[] = [
  everything,
  { ...everything, limit: 1 },
  { ...everything, limit: 20 },
  { ...everything, limit: 200 },
  { ...everything, status: 'failed', limit: 3 },
  { ...everything, status: 'failed' },
  { ...everything, type: 'odd', limit: 5 },
  { ...everything, type: 'none', limit: 5 },
  { ...everything, since: '2026-11-23T10:30:15.300Z', limit: 40 },
];

/** Something that happens between two lists. A number tells which of the journals it happens to. */
type Step = readonly [what: string, act: (project: Project, at: number) => void | Promise<void>];

const steps: readonly Step[] = [
  ['one is launched and ends', (project, at) => finished(project, `new${at}`, at)],
  ['one is launched', (project, at) => void begun(project, `going${at}`)],
  ['one that was launched ends', (project, at) => ended(project, `going${at}`, at)],
  ['one of long ago comes', (project, at) => copied(project, `old${at}`, at)],
  ['a word is added to one that ended', (project, at) => addedTo(project, picked(project, at))],
  ['one is removed', (project, at) => rmSync(journalPath(project, picked(project, at)), { force: true })],
  ['one is archived', (project, at) => archived(project, picked(project, at))],
  ['one is brought back from the history', (project, at) => broughtBack(project, at)],
  [
    'a month of the history goes',
    (project) => rmSync(join(project.historyFolder, '2026-11'), { recursive: true, force: true }),
  ],
  ['one is removed, and after a list another has its name', swapped],
  [
    'a file that is no journal comes',
    (project, at) => writeFileSync(join(project.journalFolder, `${at}.tmp`), ''),
  ],
  [
    'a journal becomes a folder',
    (project, at) => void mkdirSync(journalPath(project, `folder${at}`), { recursive: true }),
  ],
  ['the time of the folder is set back', (project) => utimesSync(project.journalFolder, 1000, 1000)],
  ['the time of the folder is set forward', (project) => utimesSync(project.journalFolder, 4e9, 4e9)],
  ['the folder is put in place anew', (project) => replacedFolder(project)],
  ['the cache goes', (project) => rmSync(project.cacheFolder, { recursive: true, force: true })],
];

test(
  'whatever comes, goes and grows between two lists, each is that of the journals alone',
  async () => {
    const step = fc.tuple(fc.constantFrom(...steps), fc.nat(300), fc.constantFrom(...filters), fc.boolean());
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 10 }), async (all) => {
        const project = history(140);
        await assertListed(project, everything);
        for (const [[, act], at, filter, isLater] of all) {
          if (isLater) await aWhileLater(project);
          await act(project, at);
          await assertListed(project, filter);
        }
        await aWhileLater(project);
        for (const filter of filters.slice(0, 3)) await assertListed(project, filter);
        rmSync(project.root, { recursive: true });
      }),
      { numRuns: 12 },
    );
  },
  { timeoutMs: 120_000 },
);

test('where nothing came or went, no name is read, and of the index its newest rows', async () => {
  const project = history(600);
  await chosen(project, everything);
  await aWhileLater(project);
  const { opened, listed } = await looks(() => chosen(project, { ...everything, limit: 20 }));
  assert.not.ok(listed.includes(project.journalFolder));
  assert.is(opened.filter((path) => path.startsWith(project.journalFolder)).length, 20);
  assert.is(opened.filter((path) => path.endsWith('ended.index')).length, 2, 'header and first block');
  finished(project, 'newest', 1);
  const later = await looks(() => chosen(project, { ...everything, limit: 20 }));
  assert.ok(later.listed.includes(project.journalFolder));
});

test('one of long ago that came late is not chosen before a newer one that the index tells of', async () => {
  const project = history(600);
  copied(project, 'newer', 100, 'rare');
  await chosen(project, everything);
  copied(project, 'older', 50, 'rare');
  const rare = { ...everything, type: 'rare', limit: 1 };
  await assertListed(project, rare);
  assert.is((await chosen(project, rare))[0]?.id, 'newer');
});

test('damage anywhere in the index, or in what changed since, changes nothing', async () => {
  const project = history(300);
  await chosen(project, everything);
  finished(project, 'newest', 1);
  for (const name of ['ended.index', 'ended.changes']) {
    const path = join(project.cacheFolder, name);
    for (const where of [0, 0.01, 0.1, 0.5, 0.9, 0.999]) {
      await chosen(project, everything);
      const bytes = readFileSync(path);
      const at = Math.floor(bytes.length * where);
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      writeFileSync(path, bytes);
      await assertListed(project, everything);
      writeFileSync(path, readFileSync(path).subarray(0, at));
      for (const filter of filters.slice(1, 3)) await assertListed(project, filter);
    }
  }
});

test('a thousand that come one by one after the index was written are in it in the end', async () => {
  const project = history(300);
  await chosen(project, everything);
  for (let count = 0; count < 250; count += 1) {
    copied(project, `late${count}`, count);
    if (count % 50 === 0) await assertListed(project, { ...everything, limit: 20 });
  }
  for (const id of listProcessIds(project).slice(0, 120)) rmSync(journalPath(project, id));
  for (const filter of filters) await assertListed(project, filter);
  const changes = readChanges(project, readEnded(project)?.seal ?? '');
  assert.equal([changes?.fresh, changes?.gone], [[], []]);
});

test('names are believed only if the folders are as they were, and were so before the names were read', () => {
  const now = { text: 'a', changedMs: 100_000 };
  const read = { index: '', gone: [], fresh: [], open: [], stamps: 'a', agoMs: 500, writtenMs: 102_500 };
  assert.is(namesHold(read, now), true);
  assert.is(namesHold({ ...read, writtenMs: 102_499 }, now), false, 'too soon after the last change');
  assert.is(namesHold({ ...read, agoMs: 501 }, now), false, 'read before it was written');
  assert.is(namesHold(read, { ...now, text: 'b' }), false, 'another folder, or another time');
  assert.is(namesHold(read, { ...now, changedMs: 9e12 }), false, 'a time that is still to come');
  assert.is(
    namesHold({ ...read, stamps: null }, { ...now, text: null }),
    false,
    'one that cannot be looked at',
  );
});

test.run();

async function assertListed(project: Project, filter: ListFilter): Promise<void> {
  const all = (await observeAll(project)).observed.map(asListed);
  const expected = selectProcesses(all, filter).map(({ observed }) => observed);
  assert.equal(await chosen(project, filter), expected, JSON.stringify(filter));
}

async function chosen(project: Project, filter: ListFilter) {
  const { limit } = filter;
  const reach: Reach = limit === null ? { to: 'first' } : { to: 'chosen', count: limit };
  return (await observeChosen(project, 'all', (all) => selectProcesses(all, filter), reach)).observed;
}

/** As if the names that were written down had been read long after the folder changed; what comes next changes its time. */
async function aWhileLater(project: Project): Promise<void> {
  const probe = join(project.root, 'probe');
  const { ctimeNs } = statSync(project.journalFolder, { bigint: true });
  const isPast = (): true | null => {
    writeFileSync(probe, '');
    return statSync(probe, { bigint: true }).ctimeNs > ctimeNs ? true : null;
  };
  assert.ok(await until(isPast, { limitMs: 10_000, everyMs: 1 }));
  const changes = readChanges(project, readEnded(project)?.seal ?? '');
  if (changes === null) return;
  const { writtenMs: _, ...written } = changes;
  writeChanges(project, { ...written, agoMs: -1e13 });
}

/** Finished runs, copies of a few, launched in pairs: each third failed, each fifth of another type. */
function history(count: number): Project {
  const project = emptyProject();
  for (let index = 0; index < count; index += 1) copied(project, `p${index}`, index);
  return project;
}

const masters = new Map<string, string>();

function copied(project: Project, id: string, at: number, type = at % 5 === 0 ? 'odd' : 'usual'): void {
  const ms = String(Math.floor(at / 2) % 1000).padStart(3, '0');
  const text = master(at % 3 === 0 ? 1 : 0, type);
  const dated = text.replace(
    /("at":"[^"]{20})\d{3}Z","type":"launch.requested"/,
    `$1${ms}Z","type":"launch.requested"`,
  );
  const atSecond = dated.replace(/"at":"[^"]{20}/, '"at":"2026-11-23T10:30:15.');
  writeFileSync(journalPath(project, id), atSecond.replaceAll('"master"', `"${id}"`), { mode: 0o600 });
}

function master(code: number, type: string): string {
  const known = masters.get(`${code} ${type}`);
  if (known !== undefined) return known;
  const project = emptyProject();
  begun(project, 'master', type);
  ended(project, 'master', code);
  const text = readFileSync(journalPath(project, 'master'), 'utf8');
  masters.set(`${code} ${type}`, text);
  return text;
}

function begun(project: Project, id: string, type = 'usual'): void {
  const writer = openWriter(journalIn(project, id), 'launcher');
  if (statSync(journalPath(project, id)).size === 0) append(writer, requested({ type }));
  writer.close();
}

function ended(project: Project, id: string, code: number): void {
  if (!listProcessIds(project).includes(id)) return;
  const supervisor = openWriter(journalIn(project, id), 'supervisor');
  for (const event of [started(), exited({ code: code % 2 })]) append(supervisor, event);
  supervisor.close();
}

function finished(project: Project, id: string, at: number): void {
  begun(project, id);
  ended(project, id, at);
}

function picked(project: Project, at: number): string {
  const ids = listProcessIds(project).filter((id) => statSync(journalPath(project, id)).isFile());
  return ids[at % ids.length] ?? 'none';
}

function addedTo(project: Project, id: string): void {
  const writer = openWriter(journalIn(project, id), 'watcher');
  append(writer, noted());
  writer.close();
}

function archived(project: Project, id: string): void {
  const to = archivedPath(project, id, '2026-11');
  mkdirSync(join(to, '..'), { recursive: true });
  renameSync(journalPath(project, id), to);
}

/** It lies in both places then: the live one counts. */
function broughtBack(project: Project, at: number): void {
  archived(project, picked(project, at));
  const id = picked(project, at + 1);
  const to = archivedPath(project, id, '2026-11');
  copyFileSync(journalPath(project, id), to);
  appendFileSync(to, '\n');
}

async function swapped(project: Project, at: number): Promise<void> {
  const id = picked(project, at);
  rmSync(journalPath(project, id));
  await chosen(project, { ...everything, limit: 1 });
  copied(project, id, at + 1);
}

function replacedFolder(project: Project): void {
  const aside = `${project.journalFolder}-aside`;
  renameSync(project.journalFolder, aside);
  mkdirSync(project.journalFolder, { mode: 0o700 });
  for (const name of fs.readdirSync(aside).filter((one) => !one.endsWith('0.ndjson')))
    renameSync(join(aside, name), join(project.journalFolder, name));
  rmSync(aside, { recursive: true });
}

/** Which files are opened and which folders listed meanwhile. */
async function looks(act: () => Promise<unknown>) {
  const { openSync, readdirSync } = fs;
  const opened: string[] = [];
  const listed: string[] = [];
  Object.assign(fs, {
    openSync: (...args: Parameters<typeof openSync>) => {
      opened.push(String(args[0]));
      return openSync(...args);
    },
    readdirSync: (path: string, options: object) => {
      listed.push(path);
      return Reflect.apply(readdirSync, fs, [path, options]);
    },
  });
  syncBuiltinESMExports();
  try {
    await act();
  } finally {
    Object.assign(fs, { openSync, readdirSync });
    syncBuiltinESMExports();
  }
  return { opened, listed };
}
