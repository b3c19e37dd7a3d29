import { chmodSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const made: string[] = [];

process.once('exit', () => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
});

/**
 * A new folder below the temp folder, gone when this process ends: what the runner then still finds there was left by
 * the program. Its path has no links in it: on macOS the temp folder is behind one.
 */
export function temporaryFolder(prefix: string): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), prefix)));
  made.push(folder);
  return folder;
}

/** One that other users may enter: the tests' own temp folder is shut to them. */
export function folderForAll(prefix: string): string {
  const folder = mkdtempSync(`/tmp/${prefix}`);
  chmodSync(folder, 0o755);
  made.push(folder);
  return folder;
}
