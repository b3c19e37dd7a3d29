import { join } from 'node:path';
import { readRegularFile } from '../base/read-regular-file.ts';
import { isSystemError } from '../base/system-error.ts';

const manifestLimitBytes = 1024 * 1024;

/** True if the `package.json` of this folder has a script of that name, which only npm can run. */
export function isNpmScript(name: string, folder: string): boolean {
  try {
    const read = readRegularFile(join(folder, 'package.json'), manifestLimitBytes);
    const manifest: unknown = read.outcome === 'read' ? JSON.parse(read.text) : null;
    return hasOwn(manifest, 'scripts') && hasOwn(manifest.scripts, name);
  } catch (thrown) {
    if (isSystemError(thrown) || thrown instanceof SyntaxError) return false;
    throw thrown;
  }
}

function hasOwn<Name extends string>(value: unknown, name: Name): value is Record<Name, unknown> {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name);
}
