import { watch } from 'chokidar';

export type Hints = {
  /** It changed, or another file has its name now. */
  readonly changed: () => void;
  /** It is gone, and with it the watch: what gets its name later is not seen. */
  readonly removed: () => void;
  /** It cannot be watched any more (`ENOSPC`, `EMFILE`), or something else is wrong. */
  readonly troubled: (error: unknown) => void;
};

export type FileWatch = { readonly close: () => Promise<void> };

/**
 * Watches one file. It says "this may have changed" and reads nothing: chokidar 5 drops a change that follows another
 * within 50 ms, and inotify overflows without a word, so whoever is told looks again a little later, and sweeps.
 *
 * Never the folder of journals: for each line that is written to a file in it, chokidar reads a watched folder anew and
 * asks for the state of every file there. Beside 10,000 journals, one line a second took 29 % of a core and 227 MiB.
 */
export function watchFile(path: string, { changed, removed, troubled }: Hints): FileWatch {
  const watcher = watch(path, {
    depth: 0,
    atomic: false,
    awaitWriteFinish: false,
    followSymlinks: false,
    ignoreInitial: true,
  });
  const close = (): Promise<void> => {
    const closing = watcher.close();
    // What was on its way would open it again, to watch the folder, or would end the program by an error nobody hears.
    watcher.add = () => watcher;
    watcher.on('error', () => {});
    return closing;
  };
  watcher.on('all', (event) => {
    if (event !== 'unlink') return changed();
    void close(); // or it would watch the folder for its return
    removed();
  });
  watcher.on('error', troubled);
  return { close };
}
