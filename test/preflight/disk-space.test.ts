import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { LaunchPlan } from '../../src/preflight/check.ts';
import { diskSpaceCheck } from '../../src/preflight/disk-space.ts';
import { assert, suite } from '../rig/suite.ts';
import { emptyPlace, findingsInside, findingsOf, resultsOf } from './place-checks.ts';

const test = suite('disk space');
const plan: LaunchPlan = emptyPlace();
test.after(() => rmSync(plan.projectRoot, { recursive: true, force: true }));

const output = join(plan.stateFolder, 'output');
const exabyte = 1024 ** 6;

test('room enough passes, also for folders that are not made yet, and says how much', async () => {
  const [result, ...others] = await resultsOf(diskSpaceCheck([output], 1), plan);
  assert.equal(others, []);
  assert.is(result?.ok, true);
  assert.match(result?.message ?? '', /^\d+(\.\d)? [KMGT]iB free$/);
});

test('too little is an error that names the floor and the setting, once for a file system', async () => {
  const [finding, ...others] = await findingsOf(
    diskSpaceCheck([output, plan.stateFolder, plan.projectRoot], exabyte),
    plan,
  );
  assert.equal(others, []);
  assert.is(finding?.severity, 'error');
  assert.match(
    finding?.message ?? '',
    /^Only \d.* are free on the file system of \.tapps-agents\/output\/, and 1048576\.0 TiB must be \(min_free_disk_mb\)$/,
  );
  assert.is(
    finding?.hint,
    `free some space (df -h ${plan.projectRoot}), or lower min_free_disk_mb in .tapps-agents/config.yaml`,
  );
});

test('a floor of nothing is no floor', async () => {
  assert.equal(await findingsOf(diskSpaceCheck([output], 0), plan), []);
});

test.skipUnless('tmpfs-mount', 'space that is nearly used up is found by asking the file system', () => {
  const words = 'mount -t tmpfs -o size=64k none "$ROOT"; head -c 32768 /dev/zero > "$ROOT/filler"';
  const [finding, ...others] = findingsInside('-Urm', words, 'disk space', plan);
  assert.equal(others, []);
  assert.match(finding?.message ?? '', /^Only 32\.0 KiB are free .*, and 1\.0 MiB must be/);
});

test.skipUnless(
  'tmpfs-mount',
  'inodes that are nearly used up are an error, however much space is left',
  () => {
    const words = 'mount -t tmpfs -o size=8m,nr_inodes=50 none "$ROOT"';
    const [finding, ...others] = findingsInside('-Urm', words, 'disk space', plan);
    assert.equal(others, []);
    assert.is(finding?.severity, 'error');
    assert.match(
      finding?.message ?? '',
      /^Only 4\d more files can be made on the file system of \.tapps-agents\/journal\/: it is short of inodes$/,
    );
    assert.is(finding?.hint, `remove files that are not needed: df -i ${plan.projectRoot}`);
  },
);

test.run();
