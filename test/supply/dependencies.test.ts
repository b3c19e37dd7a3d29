import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { packProgram } from '../rig/packed-program.ts';
import { assert, suite } from '../rig/suite.ts';
import { installedBytes, lockedPackages, manifest, nameIn, root } from './lock-file.ts';

const test = suite('what the program is made of');

const packages = lockedPackages();
const { dependencies, devDependencies, allowScripts } = manifest();
/** By name and version: npm puts a package there once for a user, whatever the workshop's copies make of it. */
const shipped = new Map(
  packages
    .filter(({ dev }) => dev !== true)
    .map((one) => [`${nameIn(one.folder)}@${one.version}`, one.folder]),
);

test('a lock file has the hash of every package, and no address to take it from', () => {
  assert.ok(packages.length > 100);
  for (const { folder, integrity = '', resolved } of [...packages, ...lockedPackages('bench')]) {
    assert.match(integrity, /^sha512-[\w+/]{86}==$/, folder);
    assert.is(resolved, undefined, folder);
  }
});

test('what is declared is pinned to one version, the one that the lock file has', () => {
  for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies })) {
    assert.match(version, /^\d+\.\d+\.\d+$/, name);
    assert.is(packages.find(({ folder }) => folder === `node_modules/${name}`)?.version, version, name);
  }
});

test("what the bench compares with is the bench's alone, pinned, and without an install script", () => {
  assert.equal(Object.keys(manifest('bench').devDependencies), ['pm2']);
  assert.is(manifest('bench').dependencies, undefined);
  assert.match(manifest('bench').devDependencies['pm2'] ?? '', /^\d+\.\d+\.\d+$/);
  assert.ok(lockedPackages('bench').every(({ hasInstallScript }) => hasInstallScript !== true));
  assert.not.ok(packages.some(({ folder }) => nameIn(folder) === 'pm2'));
});

test('nothing that comes with an installation has an install script; whatever else has one is denied', () => {
  const scripted = packages.filter(({ hasInstallScript }) => hasInstallScript === true);
  assert.equal(
    scripted.filter(({ dev }) => dev !== true).map(({ folder }) => folder),
    [],
  );
  // esbuild's looks whether its own program starts, protobufjs's warns of versions: the build does without both.
  assert.equal(scripted.map(({ folder }) => nameIn(folder)).sort(), ['esbuild', 'protobufjs']);
  assert.equal(allowScripts, { esbuild: false, protobufjs: false });
});

test('whatever installs here says that no script may run', () => {
  for (const path of ['.ci/run', 'README.md', 'SECURITY.md'])
    assert.not.match(
      readFileSync(join(root, path), 'utf8'),
      /\bnpm (?:ci|i|install)\b(?! --(?:ignore-scripts|global))/,
    );
  assert.match(readFileSync(join(root, '.ci/run'), 'utf8'), /^npm ci --ignore-scripts /m);
  for (const path of ['scripts/test.mjs', 'scripts/demo.mjs'])
    assert.match(readFileSync(join(root, path), 'utf8'), /\['ci', '--ignore-scripts', /);
});

test('SECURITY.md states how many packages come along, and how large they are', () => {
  const page = readFileSync(join(root, 'SECURITY.md'), 'utf8');
  const stated = (row: string): number => Number(new RegExp(`\\| ${row} \\| ([0-9.]+)`).exec(page)?.[1]);
  assert.is(stated('packages that come with an installation'), shipped.size);
  const workshop = new Set(packages.filter(({ dev }) => dev === true).map(({ folder }) => nameIn(folder)));
  assertNear(stated('packages of the workshop \\(build, tests\\)'), workshop.size, 0.1);
  const bytes = [...shipped.values()].reduce((sum, folder) => sum + installedBytes(folder), 0);
  assertNear(stated('… their size'), bytes / 1e6, 0.05);
  const { folder, files } = packProgram();
  const ours = files.reduce((sum, file) => sum + statSync(join(folder, file)).size, 0);
  assertNear(stated('the program itself, with papers and licences'), ours / 1e6, 0.05);
});

test('no more comes with an installation than was decided', () => {
  assert.ok(shipped.size <= 60, [...shipped.keys()].join(' '));
  assert.equal(Object.keys(dependencies), [
    'ajv',
    'chokidar',
    'execa',
    'fast-json-stable-stringify',
    'ndjson',
    'node-notifier',
    'pidusage',
  ]);
});

test('the licence of everything that is bundled lies beside the bundles', () => {
  const text = readFileSync(join(root, 'dist', 'THIRD-PARTY-LICENSES.txt'), 'utf8');
  for (const name of ['execa', 'yaml', 're2js', 'ndjson', 'yargs', 'node-notifier', 'which'])
    assert.match(
      text,
      new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\([\\w.-]+\\)\\n\\n[\\s\\S]{200}`, 'm'),
      name,
    );
});

test.run();

function assertNear(stated: number, actual: number, tolerance: number): void {
  assert.ok(Math.abs(stated - actual) <= tolerance * actual, `${stated} is stated, ${actual} is true`);
}
