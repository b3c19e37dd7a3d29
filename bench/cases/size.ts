import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Case } from '../case.ts';

const root = join(import.meta.dirname, '..', '..');
const quiet = ['--ignore-scripts', '--silent', '--no-audit', '--no-fund'];

/** What `npm install tapps-agents` puts on somebody's disk. */
export const size: Case = {
  name: 'size',
  asks: 'installed, without what only its development needs',
  rows: [
    { key: 'size', says: 'all files', unit: 'MB', better: 'less', wanted: 12 },
    { key: 'packages', says: 'packages', unit: '', better: 'less', wanted: 60 },
    { key: 'size-own', says: 'of which its own', unit: 'MB', better: 'less' },
  ],
  measure: async ({ folder }) => {
    const home = join(folder, 'installed');
    mkdirSync(home);
    const npm = (...args: readonly string[]) =>
      execFileSync('npm', args, { cwd: home, encoding: 'utf8' }).trim();
    writeFileSync(join(home, 'package.json'), '{"private": true}\n');
    const tarball = npm('pack', '--ignore-scripts', '--silent', '--pack-destination', home, root);
    npm('install', '--omit=dev', '--prefer-offline', ...quiet, join(home, tarball));
    const modules = join(home, 'node_modules');
    const own = join(modules, 'tapps-agents');
    return {
      size: { values: [bytesIn(modules) / 1e6] },
      packages: { values: [packagesIn(modules)] },
      'size-own': { values: [bytesIn(own) / 1e6] },
    };
  },
};

function bytesIn(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
}

/** By name and version, as npm noted them; not the one that was asked for. */
function packagesIn(modules: string): number {
  const { packages } = JSON.parse(readFileSync(join(modules, '.package-lock.json'), 'utf8'));
  const names = Object.entries<{ version: string }>(packages).map(
    ([folder, { version }]) => `${folder.replace(/^.*node_modules\//, '')}@${version}`,
  );
  return new Set(names).size - 1;
}
