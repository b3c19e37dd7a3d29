import stringify from 'fast-json-stable-stringify';
import type { ArchiveManifest } from '../../schemas/generated/types.ts';
import { isArchiveManifest } from '../../schemas/validate.ts';
import { assert } from '../base/assert.ts';
import { readRegularFile } from '../base/read-regular-file.ts';
import { isSystemError } from '../base/system-error.ts';

/** One archived journal: which bytes it was made of, and which it is. */
export type Manifest = ArchiveManifest;

export const manifestEnding = '.manifest';
const journalEnding = '.ndjson';
const manifestLimitBytes = 16 * 1024;

/** Beside the journal, a file of its own: two branches never write to the same one. */
export function manifestPath(journal: string): string {
  return `${journal.slice(0, -journalEnding.length)}${manifestEnding}`;
}

/** The journal that a manifest speaks of. */
export function journalOfManifest(manifest: string): string {
  return `${manifest.slice(0, -manifestEnding.length)}${journalEnding}`;
}

export function manifestLine(manifest: Manifest): Buffer {
  assert(isArchiveManifest(manifest), 'a manifest has its shape');
  return Buffer.from(`${stringify(manifest)}\n`);
}

/** The manifest in a file, or in words why there is none. */
export function readManifest(path: string): Manifest | string {
  try {
    const read = readRegularFile(path, manifestLimitBytes, 'refused');
    if (read.outcome === 'not_a_file') return 'it is not a regular file';
    if (read.outcome === 'too_large') return 'it is too large';
    if (read.text.includes('\r')) return 'its line ends were changed';
    const lines = read.text.split('\n').filter((line) => line !== '');
    if (lines.length !== 1) return `it has ${lines.length} lines instead of one`;
    const value: unknown = JSON.parse(lines[0] ?? '');
    return isArchiveManifest(value) ? value : 'it holds something else';
  } catch (error) {
    if (error instanceof SyntaxError) return 'it holds no JSON';
    if (isSystemError(error)) return error.code === 'ENOENT' ? 'it does not exist' : error.code;
    throw error;
  }
}
