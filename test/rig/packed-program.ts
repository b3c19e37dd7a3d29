import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from './temporary-folder.ts';

const root = join(import.meta.dirname, '..', '..');

/** The program as `npm pack` ships it, unpacked into an empty folder: nothing to install, no packages beside it. */
export type PackedProgram = {
  /** `dist/main.js` in there. */
  readonly main: string;
  readonly folder: string;
  /** Every file in the package, by its path. */
  readonly files: readonly string[];
};

/** Packs what is built (no script runs, no network is needed). The runner removes the folder with the file's temp. */
export function packProgram(): PackedProgram {
  const folder = temporaryFolder('tapps-packed-');
  const npm = ['pack', '--ignore-scripts', '--offline', '--silent', '--pack-destination', folder, root];
  const name = execFileSync('npm', npm, { cwd: folder, encoding: 'utf8' }).trim();
  const unpacked = join(folder, 'unpacked');
  mkdirSync(unpacked);
  execFileSync('tar', ['-xzf', join(folder, name), '-C', unpacked, '--strip-components=1']);
  const entries = readdirSync(unpacked, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(unpacked.length + 1));
  return { main: join(unpacked, 'dist', 'main.js'), folder: unpacked, files };
}
