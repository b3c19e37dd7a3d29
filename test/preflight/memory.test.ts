import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { CheckResult } from '../../src/preflight/check.ts';
import { memoryCheck } from '../../src/preflight/memory.ts';
import { assert, suite } from '../rig/suite.ts';
import { temporaryFolder } from '../rig/temporary-folder.ts';
import { emptyPlace, givenFile, resultsOf } from './place-checks.ts';

const test = suite('memory');
const world = temporaryFolder('memory-check-');
const plan = emptyPlace();
test.after(() => {
  for (const folder of [world, plan.projectRoot]) rmSync(folder, { recursive: true, force: true });
});

const mib = 1024 ** 2;
let machines = 0;

type Group = { readonly max: number | 'max'; readonly current: number; readonly cached?: number };

/** A machine with so much memory available, and its control groups by path. */
async function check(
  availableMib: number,
  groups: Record<string, Group> = {},
  own = '/a/b',
): Promise<CheckResult> {
  machines += 1;
  const root = join(world, String(machines));
  const kib = availableMib * 1024;
  const meminfo = givenFile(join(root, 'meminfo'), `MemTotal: 9999999 kB\nMemAvailable:   ${kib} kB\n`);
  const controlGroup = givenFile(join(root, 'cgroup'), `4:memory:/v1\n0::${own}\n`);
  const controlGroups = join(root, 'groups');
  for (const [path, { max, current, cached = 0 }] of Object.entries(groups)) {
    givenFile(join(controlGroups, path, 'memory.max'), `${max === 'max' ? max : max * mib}\n`);
    givenFile(join(controlGroups, path, 'memory.current'), `${current * mib}\n`);
    givenFile(join(controlGroups, path, 'memory.stat'), `anon 5\ninactive_file ${cached * mib}\nslab 3\n`);
  }
  const [result] = await resultsOf(memoryCheck({ meminfo, controlGroup, controlGroups }), plan);
  if (result === undefined) throw new Error('no result');
  return result;
}

test('a hundred mebibytes are enough, one less is a warning', async () => {
  assert.equal(await check(100), {
    name: 'memory',
    ok: true,
    severity: 'error',
    message: '100.0 MiB available',
    hint: '',
  });
  assert.equal(await check(99), {
    name: 'memory',
    ok: false,
    severity: 'warning',
    message: 'Only 99.0 MiB of memory are available',
    hint: 'end what uses most: ps aux --sort=-rss | head',
  });
});

test('the limit of a control group counts where it leaves less, at whatever height it stands', async () => {
  for (const path of ['/a/b', '/a', '/']) {
    const { ok, message } = await check(4000, { [path]: { max: 500, current: 450 } });
    assert.is(ok, false, path);
    assert.is(
      message,
      'Only 50.0 MiB of memory are available below the limit of the control group (container)',
    );
  }
  assert.is((await check(4000, { '/c': { max: 500, current: 450 } })).ok, true);
});

test('no limit is no shortage, and a machine with less than its groups is short itself', async () => {
  assert.is((await check(4000, { '/a/b': { max: 'max', current: 450 } })).ok, true);
  assert.not.match((await check(40, { '/a/b': { max: 500, current: 100 } })).message, 'control group');
});

test('what a group holds in its file cache can be given back, so it is no shortage', async () => {
  assert.is((await check(4000, { '/a/b': { max: 500, current: 490, cached: 300 } })).ok, true);
  assert.is((await check(4000, { '/a/b': { max: 500, current: 490, cached: 20 } })).ok, false);
});

test('a group over its limit has nothing left, not less', async () => {
  assert.match((await check(4000, { '/a/b': { max: 500, current: 600 } })).message, /^Only 0 B of memory/);
});

test('this machine can be asked', async () => {
  const [result] = await resultsOf(memoryCheck(), plan);
  assert.match(result?.message ?? '', /\d.* (available|are available)/);
});

test.run();
