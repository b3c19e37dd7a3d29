import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { archiveProcess } from '../../src/archive/archive-process.ts';
import { archiveRuns, finishedRuns } from '../../src/archive/archive-runs.ts';
import { type ArchiveVerification, verifyArchive } from '../../src/archive/verify-archive.ts';
import { journalPath, type Project, projectAt } from '../../src/journal/project-paths.ts';
import { oldProcess } from '../cleanup/old-process.ts';
import { emptyProject } from '../rig/given-journal.ts';
import { assert, suite } from '../rig/suite.ts';
import { folderForAll } from '../rig/temporary-folder.ts';
import { archiveAll, archivedOf, newFolder } from './archived-form.ts';

const test = suite('archiving among hostile folders');

const id = 'aaaa1111';

function givenRun(): Project {
  const project = emptyProject();
  oldProcess(project, id, 8);
  return project;
}

async function givenArchived(): Promise<Project> {
  const project = givenRun();
  assert.equal(await archiveAll(project), []);
  return project;
}

function makeOld(path: string): void {
  utimesSync(path, new Date(0), new Date(0));
}

test('nothing is written or removed behind a run folder that is a link', async () => {
  const project = givenRun();
  const outside = newFolder();
  const theirs = join(outside, 'archive-theirs.tmp');
  writeFileSync(theirs, 'theirs');
  makeOld(theirs);
  rmSync(project.runFolder, { recursive: true, force: true });
  symlinkSync(outside, project.runFolder);
  assert.equal(await archiveAll(project), [`${id}: it is a symbolic link`]);
  assert.equal(readdirSync(outside), [basename(theirs)]);
  assert.ok(existsSync(journalPath(project, id)));
});

test('a run folder that is a file is refused in words', async () => {
  const project = givenRun();
  rmSync(project.runFolder, { recursive: true, force: true });
  writeFileSync(project.runFolder, '');
  assert.equal(await archiveAll(project), [`${id}: it is not a folder`]);
});

test('a folder and a link with the name of what was left aside stay, and stop no archive', async () => {
  const project = givenRun();
  mkdirSync(project.runFolder, { recursive: true, mode: 0o700 });
  const folder = join(project.runFolder, 'archive-x.tmp');
  mkdirSync(folder);
  makeOld(folder);
  const half = join(project.runFolder, 'archive-y.tmp');
  writeFileSync(half, 'half');
  makeOld(half);
  assert.equal(await archiveAll(project), []);
  assert.equal([existsSync(folder), existsSync(half)], [true, false]);
  assert.ok(existsSync(archivedOf(project, id)));
});

test('a history that is no folder is foreign, and nothing is read behind a link', async () => {
  const tampers: ((path: string) => void)[] = [
    (path) => writeFileSync(path, ''),
    (path) => void execFileSync('mkfifo', [path]),
    (path) => symlinkSync(path, path),
    (path) => symlinkSync(`${path}.elsewhere`, path),
  ];
  for (const tamper of tampers) {
    const project = await givenArchived();
    renameSync(project.historyFolder, `${project.historyFolder}.elsewhere`);
    assert.equal(verifyArchive(project), { checked: [], foreign: [] });
    tamper(project.historyFolder);
    assert.equal(verifyArchive(project), { checked: [], foreign: [project.historyFolder] });
  }
});

/** Root may look into everything: then it is asked as nobody. */
function withoutRights(project: Project, folder: string): ArchiveVerification {
  const isRoot = process.getuid?.() === 0;
  for (const path of [project.root, project.stateFolder, project.historyFolder]) chmodSync(path, 0o755);
  chmodSync(folder, 0);
  if (isRoot) process.seteuid?.(65_534);
  try {
    return verifyArchive(project);
  } finally {
    if (isRoot) process.seteuid?.(0);
    chmodSync(folder, 0o700);
  }
}

test('a month, and a history, that cannot be looked into are damage in words', async () => {
  const open = folderForAll('open-to-all-');
  cpSync((await givenArchived()).root, open, { recursive: true });
  const project = projectAt(open);
  const month = dirname(archivedOf(project, id));
  for (const folder of [month, project.historyFolder]) {
    const { checked, foreign } = withoutRights(project, folder);
    assert.equal(foreign, []);
    assert.equal(
      checked.map(({ journal, findings }) => [journal, findings]),
      [
        [
          folder,
          [
            {
              severity: 'damage',
              kind: 'unreadable',
              line: null,
              detail: 'what lies in it cannot be checked: permission denied',
            },
          ],
        ],
      ],
    );
  }
  rmSync(open, { recursive: true, force: true });
});

test('an archived journal that is a link is not missing, it is not read', async () => {
  const project = await givenArchived();
  const path = archivedOf(project, id);
  renameSync(path, join(project.root, 'elsewhere'));
  symlinkSync(join(project.root, 'elsewhere'), path);
  const detail = 'it cannot be checked: it is a symbolic link';
  assert.equal(
    verifyArchive(project).checked.flatMap(({ findings }) => findings),
    [{ severity: 'damage', kind: 'unreadable', line: null, detail }],
  );
});

test('each number of a manifest that can be known must be true', async () => {
  const project = await givenArchived();
  const path = archivedOf(project, id).replace('.ndjson', '.manifest');
  const sound = readFileSync(path, 'utf8');
  const kindsOf = (from: RegExp | string, to: string): string[] => {
    const changed = sound.replace(from, to);
    assert.is.not(changed, sound);
    writeFileSync(path, changed);
    return verifyArchive(project).checked.flatMap(({ findings }) => findings.map(({ kind }) => kind));
  };
  const zeros = '0'.repeat(64);
  assert.equal(kindsOf(/("archived":\{"bytes":)\d+/, '$17'), ['other_bytes']);
  assert.equal(kindsOf(/("archived":\{[^}]*"events":)\d+/, '$17777'), ['other_bytes']);
  assert.equal(kindsOf(/("archived":\{[^}]*"sha256":")\w+/, `$1${zeros}`), ['other_bytes']);
  assert.equal(kindsOf(/("original":\{[^}]*"events":)\d+/, '$17777'), ['other_original']);
  assert.equal(kindsOf(/("original":\{[^}]*"sha256":")\w+/, `$1${zeros}`), ['other_original']);
  assert.equal(kindsOf('\n', '\r\n'), ['no_manifest']);
});

test('what has the name of the manifest is what the refusal names', async () => {
  const project = await givenArchived();
  const manifest = archivedOf(project, id).replace('.ndjson', '.manifest');
  rmSync(archivedOf(project, id));
  rmSync(manifest);
  mkdirSync(manifest);
  oldProcess(project, id, 8);
  const { finished } = await finishedRuns(project, 0, Date.now());
  const { failed } = archiveRuns(project, finished, Date.now());
  assert.equal(
    failed.map(({ failure }) => failure),
    [{ code: 'not_archived', id, path: manifest, cause: 'something else has that name already' }],
  );
  assert.equal(readdirSync(dirname(manifest)), [basename(manifest)]);
});

test('a journal that a cleanup removed meanwhile is nobody’s failure', async () => {
  const project = givenRun();
  const { finished } = await finishedRuns(project, 0, Date.now());
  const [observed] = finished;
  assert.ok(observed !== undefined);
  rmSync(journalPath(project, id));
  assert.is(archiveProcess(project, observed), null);
  assert.equal(archiveRuns(project, finished, Date.now()), { archived: [], failed: [] });
});

test.run();
