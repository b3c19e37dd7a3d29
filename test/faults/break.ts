import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { type Breakage, breakages } from './breakages.ts';

/**
 * `npm run break [words of what is broken]`: takes out one line after another that the promises rest on, in a copy, and
 * looks whether the tests notice. Exits 1 if they do not.
 */
const root = join(import.meta.dirname, '..', '..');
const rooms = ['src', 'schemas', 'projections', 'reactors', 'test', 'scripts', 'docs', 'package.json'];
const rest = ['package-lock.json', 'tsconfig.json', 'README.md', 'CHANGELOG.md', 'LICENSE', 'SECURITY.md'];

const words = process.argv.slice(2).join(' ');
const wanted = breakages.filter(({ what }) => what.includes(words));
const unnoticed = wanted.filter((breakage) => !isNoticed(breakage));
console.log(`${wanted.length} broken, ${wanted.length - unnoticed.length} noticed`);
process.exitCode = unnoticed.length === 0 && wanted.length > 0 ? 0 : 1;

function isNoticed(breakage: Breakage): boolean {
  const copy = mkdtempSync(join(tmpdir(), 'tapps-break-'));
  try {
    for (const name of [...rooms, ...rest]) cpSync(join(root, name), join(copy, name), { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
    const file = join(copy, breakage.file);
    writeFileSync(
      file,
      readFileSync(file, 'utf8').replace(breakage.find, () => breakage.replace),
    );
    const output = outputOf(copy, ['scripts/build.mjs']);
    const tested = output + outputOf(copy, ['--import', 'tsx', 'test/rig/run-tests.ts', breakage.tests]);
    const failed = [...stripVTControlCharacters(tested).matchAll(/^ +FAIL +(.*)$/gm)].map(
      ([, name = '']) => name,
    );
    const noticed = failed.filter((name) => breakage.fails.test(name));
    console.log(
      `${noticed.length > 0 ? '✓' : '✗'} ${breakage.what}: ${noticed.length} tests of ${breakage.tests} fail`,
    );
    for (const name of noticed.slice(0, 3)) console.log(`    ${name}`);
    if (noticed.length === 0) console.log(tested.slice(-3000));
    return noticed.length > 0;
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

function outputOf(cwd: string, args: readonly string[]): string {
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd, encoding: 'utf8', maxBuffer: 2 ** 28 });
  return `${stdout}${stderr}`;
}
