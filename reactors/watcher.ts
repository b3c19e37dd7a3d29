import { basename } from 'node:path';
import { watch } from 'chokidar';

export type Hints = {
  /** A file of this name was made, changed or removed. */
  readonly hint: (fileName: string) => void;
  /** Not every file can be watched any more (`ENOSPC`, `EMFILE`), or something else is wrong. */
  readonly troubled: (error: unknown) => void;
};

export type FolderWatch = { readonly close: () => Promise<void> };

/**
 * Watches a flat folder of journals. It says "this file may have changed" and reads nothing: chokidar 5 drops a change
 * that follows another within 50 ms, and inotify overflows without a word, so whoever is told looks again a little
 * later, and sweeps. A folder that was removed and made again needs a new watch: this one stays deaf.
 */
export function watchFolder(folder: string, { hint, troubled }: Hints): FolderWatch {
  const watcher = watch(folder, {
    depth: 0,
    atomic: false,
    awaitWriteFinish: false,
    followSymlinks: false,
    ignoreInitial: true,
    ignored: (path) => path !== folder && !path.endsWith('.ndjson'),
  });
  watcher.on('all', (_event, path) => hint(basename(path)));
  watcher.on('error', troubled);
  return { close: () => watcher.close() };
}
