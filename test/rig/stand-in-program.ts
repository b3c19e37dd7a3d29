import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from './temporary-folder.ts';

const root = join(import.meta.dirname, '..', '..');

/** A copy of the built program with another supervisor, for what a supervisor itself never does; gives its main file. */
export function programWithSupervisor(source: string): string {
  const folder = temporaryFolder('tapps-program-');
  mkdirSync(join(folder, 'dist'));
  cpSync(join(root, 'dist'), join(folder, 'dist'), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'dist', 'supervisor.js'), source);
  return join(folder, 'dist', 'main.js');
}
