import { chmodSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { LaunchPlan } from '../../src/preflight/check.ts';
import { tempFolderCheck } from '../../src/preflight/temp-folder.ts';
import { assert, suite } from '../rig/suite.ts';
import { emptyPlace, findingsInside, findingsOf, givenFile, givenFolder, resultsOf } from './place-checks.ts';

const test = suite('temp folder');
const plan: LaunchPlan = emptyPlace();
test.after(() => rmSync(plan.projectRoot, { recursive: true, force: true }));

const withTemp = (path: string): LaunchPlan => ({ ...plan, env: { ...plan.env, TMPDIR: path } });
const secret = join(plan.projectRoot, 'not-to-be-shown');

test('a folder with room passes, and the value of TMPDIR is not shown', async () => {
  const [result] = await resultsOf(tempFolderCheck(0), withTemp(givenFolder(secret)));
  assert.is(result?.ok, true);
  assert.is(result?.message, 'the folder that TMPDIR names');
});

test('without TMPDIR it is /tmp, as for every program', async () => {
  for (const env of [plan.env, { ...plan.env, TMPDIR: '' }]) {
    const [result] = await resultsOf(tempFolderCheck(0), { ...plan, env });
    assert.is(result?.message, '/tmp');
  }
});

test('one that is not there is an error, with a hint that makes it and no value of the environment', async () => {
  for (const missing of [
    join(plan.projectRoot, 'gone'),
    'gone',
    givenFile(join(plan.projectRoot, 'f', 'g', 'h')),
  ]) {
    const [finding, ...others] = await findingsOf(tempFolderCheck(0), withTemp(missing));
    assert.equal(others, []);
    assert.is(finding?.severity, 'error');
    assert.match(
      finding?.message ?? '',
      /^The temp folder is unusable: the folder that TMPDIR names (does not exist|is a file)$/,
    );
    assert.not.match(`${finding?.message}${finding?.hint}`, plan.projectRoot);
  }
});

test('a relative TMPDIR is meant from the working folder', async () => {
  givenFolder(join(plan.cwd, 'scratch'));
  assert.equal(await findingsOf(tempFolderCheck(0), withTemp('scratch')), []);
});

test('too little room is a warning: not every command needs any', async () => {
  const [finding, ...others] = await findingsOf(tempFolderCheck(1024 ** 6), withTemp(givenFolder(secret)));
  assert.equal(others, []);
  assert.is(finding?.severity, 'warning');
  assert.match(
    finding?.message ?? '',
    /^Only \d.* are free for temporary files in the folder that TMPDIR names$/,
  );
  assert.match(finding?.hint ?? '', 'df -h "$TMPDIR"');
});

test.skipUnless('user-namespaces', 'one that cannot be written to is an error', () => {
  const found = findingsInside('-U', '', 'temp folder', withTemp(givenFolder(secret, 0o555)));
  assert.equal(found, [
    {
      severity: 'error',
      message:
        'The temp folder is unusable: the folder that TMPDIR names cannot be written to (permission denied)',
      hint: 'set TMPDIR to a folder of your own that can be written to',
    },
  ]);
});

test.skipUnless('user-namespaces', 'one that may be written to and not listed is well', () => {
  const listless = givenFolder(join(plan.projectRoot, 'listless'), 0o1333);
  const found = findingsInside('-U', '', 'temp folder', withTemp(listless));
  chmodSync(listless, 0o700);
  assert.equal(found, []);
});

test.skipUnless('tmpfs-mount', 'one on a read-only file system is an error, a full one a warning', () => {
  const readOnly = 'mount -t tmpfs -o ro none "$ROOT"';
  const [refused] = findingsInside('-Urm', readOnly, 'temp folder', withTemp(plan.projectRoot));
  assert.is(refused?.severity, 'error');
  assert.match(refused?.message ?? '', 'lies on a file system that is read-only');
  for (const full of [
    'mount -t tmpfs -o size=64k none "$ROOT"; cat /dev/zero > "$ROOT/filler" 2>/dev/null || true',
    'mount -t tmpfs -o size=8m,nr_inodes=1 none "$ROOT"',
  ]) {
    const [warned, ...others] = findingsInside('-Urm', full, 'temp folder', withTemp(plan.projectRoot));
    assert.equal(others, []);
    assert.is(warned?.severity, 'warning');
    assert.is(warned?.message, 'There is no room for temporary files in the folder that TMPDIR names');
  }
});

test.run();
