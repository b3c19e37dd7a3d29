import { chownSync, mkdirSync, readdirSync, rmSync, statSync, symlinkSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import type { LaunchPlan } from '../../src/preflight/check.ts';
import { probeNamed } from '../../src/preflight/folder-probe.ts';
import { artifactFoldersCheck, stateFoldersCheck } from '../../src/preflight/state-folders.ts';
import { assert, suite } from '../rig/suite.ts';
import { emptyPlace, findingsInside, findingsOf, givenFile, givenFolder, resultsOf } from './place-checks.ts';

const test = suite('state folders');
const places: LaunchPlan[] = [];
test.after(() => {
  for (const { projectRoot } of places) rmSync(projectRoot, { recursive: true, force: true });
});

function place(): LaunchPlan {
  const plan = emptyPlace();
  places.push(plan);
  return plan;
}

const smallDisk = 'mount -t tmpfs -o size=64k none "$ROOT"';
const foldersOf = ({ stateFolder }: LaunchPlan): string[] =>
  ['journal', 'output', 'run'].map((name) => join(stateFolder, name));
const check = (plan: LaunchPlan) => stateFoldersCheck(foldersOf(plan));

test('folders that can be made pass, and nothing is made, left behind or given a new time', async () => {
  const plan = place();
  utimesSync(plan.projectRoot, 1000, 1000);
  assert.equal(await resultsOf(check(plan), plan), [
    { name: 'state folders', ok: true, severity: 'error', message: 'writable', hint: '' },
  ]);
  assert.equal(readdirSync(plan.projectRoot), []);
  if (process.platform === 'linux') assert.is(statSync(plan.projectRoot).mtimeMs, 1_000_000);
});

test('where files without a name are unknown, one with a name is made and removed', () => {
  const plan = place();
  probeNamed(plan.projectRoot);
  assert.equal(readdirSync(plan.projectRoot), []);
});

test.skipUnless('tmpfs-mount', 'a file with a name is removed also if it could not be written', () => {
  const plan = place();
  const fill = `${smallDisk}; cat /dev/zero > "$ROOT/filler" 2>/dev/null || true`;
  assert.equal(
    findingsInside('-Urm', fill, 'named probe', plan).map(({ message }) => message),
    ['ENOSPC, and there are: filler'],
  );
});

test('a file in the place of the state folder is said once, with where to move it', async () => {
  const plan = place();
  const file = givenFile(plan.stateFolder);
  assert.equal(await findingsOf(check(plan), plan), [
    {
      severity: 'error',
      message: 'Cannot write to .tapps-agents/: a file is in its place',
      hint: `move the file away: mv ${file} ${file}.old`,
    },
  ]);
});

test('files in the places of two folders are said one by one: each must be moved', async () => {
  const plan = place();
  for (const folder of foldersOf(plan).slice(0, 2)) givenFile(folder);
  const messages = (await findingsOf(check(plan), plan)).map(({ message }) => message);
  assert.equal(messages, [
    'Cannot write to .tapps-agents/journal/: a file is in its place',
    'Cannot write to .tapps-agents/output/: a file is in its place',
  ]);
});

test('nothing is written behind a link, wherever it leads', async () => {
  const plan = place();
  const elsewhere = givenFolder(join(plan.projectRoot, 'elsewhere'));
  symlinkSync(elsewhere, plan.stateFolder);
  const [finding, ...others] = await findingsOf(check(plan), plan);
  assert.is(finding?.message, 'Cannot write to .tapps-agents/: it is a symbolic link');
  assert.equal(others, []);
});

test('artifacts may go behind a link, and not into a file', async () => {
  const plan = place();
  const behind = givenFolder(join(plan.projectRoot, 'real'));
  symlinkSync(behind, join(plan.projectRoot, 'dist'));
  const artifacts = [join(plan.projectRoot, 'dist'), givenFile(join(plan.projectRoot, 'taken'))];
  const found = await findingsOf(artifactFoldersCheck(artifacts), plan);
  assert.equal(
    found.map(({ message }) => message),
    ['Cannot write to taken/: a file is in its place'],
  );
});

test('a name from outside is shown harmless, and quoted where it is pasted', async () => {
  const plan = place();
  const file = givenFile(join(plan.projectRoot, "it's \u001b[31m"));
  const [finding] = await findingsOf(artifactFoldersCheck([file]), plan);
  assert.is(finding?.message, "Cannot write to it's \\x1b[31m/: a file is in its place");
  assert.match(finding?.hint ?? '', "'\\''s \\x1b[31m'");
});

test.skipUnless('user-namespaces', 'folders that the mode shuts are said once, with one chmod', () => {
  const plan = place();
  for (const folder of foldersOf(plan)) givenFolder(folder, 0o555);
  assert.equal(findingsInside('-Ur', '', 'state folders', plan), []);
  // Without a mapping nobody is root inside, so the mode holds.
  const [finding, ...others] = findingsInside('-U', '', 'state folders', plan);
  assert.equal(others, []);
  assert.is(finding?.message, 'Insufficient write permissions for .tapps-agents/');
  assert.is(finding?.hint, `permission denied: chmod -R u+rwX ${plan.stateFolder}`);
});

test.skipUnless('user-namespaces', 'a folder that can be written to and not listed is refused', () => {
  const plan = place();
  for (const folder of foldersOf(plan)) givenFolder(folder, folder.endsWith('journal') ? 0o333 : 0o700);
  const found = findingsInside('-U', '', 'state folders', plan);
  for (const folder of foldersOf(plan)) givenFolder(folder);
  assert.equal(
    found.map(({ message }) => message),
    ['Insufficient write permissions for .tapps-agents/journal/'],
  );
});

test.skipUnless('user-namespaces', 'a project that cannot be written to names the folder to blame', () => {
  const plan = place();
  givenFolder(plan.projectRoot, 0o555);
  assert.equal(findingsInside('-U', '', 'state folders', plan), [
    {
      severity: 'error',
      message: 'Insufficient write permissions for .tapps-agents/',
      hint: `permission denied: chmod u+rwx ${plan.projectRoot}`,
    },
  ]);
});

test.skipUnless('tmpfs-mount', 'a read-only mount says so whatever the mode bits', () => {
  const plan = place();
  const found = findingsInside('-Urm', 'mount -t tmpfs -o ro none "$ROOT"', 'state folders', plan);
  assert.equal(found, [
    {
      severity: 'error',
      message: 'Insufficient write permissions for .tapps-agents/',
      hint: 'the file system is read-only: work in a writable folder, or mount it writable',
    },
  ]);
});

test.skipUnless('tmpfs-mount', 'a full disk is no question of permissions', () => {
  const plan = place();
  const fill = `${smallDisk}; cat /dev/zero > "$ROOT/filler" 2>/dev/null || true`;
  assert.equal(findingsInside('-Urm', fill, 'state folders', plan), [
    {
      severity: 'error',
      message: 'Cannot write to .tapps-agents/: the disk is full, or has no inode left',
      hint: `see df -h ${plan.projectRoot} and df -i ${plan.projectRoot}`,
    },
  ]);
});

test('a state folder of another user is refused, also where root may write to it', async () => {
  const plan = foreign(place());
  const [finding, ...others] = await findingsOf(check(plan), plan);
  assert.equal(others, []);
  assert.match(finding?.message ?? '', /^Insufficient write permissions for .*\/$/);
  assert.is(
    finding?.hint,
    `it belongs to another user: sudo chown "$(id -un)" ${plan.stateFolder}, or work in a folder of your own`,
  );
});

/** Root gives its folder away; anybody else takes one of root's. */
function foreign(plan: LaunchPlan): LaunchPlan {
  if (process.getuid?.() !== 0) return { ...plan, stateFolder: '/usr' };
  mkdirSync(plan.stateFolder);
  chownSync(plan.stateFolder, 4242, 4242);
  return plan;
}

test.run();
