import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ComparedOutput, type Parting, partingOf } from '../../src/output/parting.ts';
import { temporaryFolder } from '../rig/temporary-folder.ts';

export const folder = temporaryFolder('parting-');
let files = 0;

/** Two outputs with these contents, of runs in folders and with ids of their own; `of` changes the first. */
export function compared(a: string | Buffer, b: string | Buffer, of: Partial<ComparedOutput> = {}): Parting {
  const there = { folders: ['/srv/b'], ids: ['p8d2x1qa'] };
  return partingOf({ ...output(a), ...of }, { ...output(b), places: there });
}

export function output(content: string | Buffer): ComparedOutput {
  files += 1;
  const path = join(folder, `${files}.output`);
  writeFileSync(path, content);
  const places = { folders: ['/home/ada/shop'], ids: ['k3f9a2c7'] };
  return { path, goneBytes: 0, fromOffset: 0, isGrowing: false, places, absence: 'missing' };
}
