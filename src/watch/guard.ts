import { type ChildProcess, spawn } from 'node:child_process';
import { debug } from '../base/debug.ts';

/**
 * Waits at a pipe: a word on it is a good-bye, its end without one is a death, and then this shell becomes the next
 * watcher. Two megabytes that watch the watcher, so that nobody has to run a command for it to come back. It starts
 * nobody else before that: the machine may have no process left. The watcher it becomes waits a second.
 */
const script = 'IFS= read -r word && exit 0; exec "$@"';

export type Guard = {
  /** The watcher ends in good order: none is to follow. */
  readonly dismiss: () => void;
};

const restartMs = 1000;

/** Keeps a guard for as long as it is not dismissed; one that dies is replaced. Nothing where there is no POSIX shell. */
export function keepGuard(words: readonly string[], env: Readonly<Record<string, string>>): Guard {
  if (process.platform === 'win32') return { dismiss: () => {} };
  let isDismissed = false;
  let dismiss = (): void => {};
  const start = (): void => {
    if (isDismissed) return;
    const again = (): void => void setTimeout(start, restartMs).unref();
    const failed = (error: unknown): void => {
      debug('no guard', { error: String(error) });
      again();
    };
    const shell = shellOr(failed, words, env);
    if (shell === null) return;
    shell.unref();
    // Absent where no descriptor was free for it. An error there: the shell is dead, and `exit` replaces it.
    shell.stdin?.on('error', () => {});
    shell.once('exit', again);
    shell.once('error', failed);
    dismiss = () => void shell.stdin?.end('done\n');
  };
  start();
  return {
    dismiss: () => {
      isDismissed = true;
      dismiss();
    },
  };
}

/** Most refusals come as an event of the child; want of memory is thrown at once. */
function shellOr(
  failed: (error: unknown) => void,
  words: readonly string[],
  env: Readonly<Record<string, string>>,
): ChildProcess | null {
  try {
    return spawn('/bin/sh', ['-c', script, 'tapps-guard', ...words], {
      cwd: '/',
      env,
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
  } catch (error) {
    failed(error);
    return null;
  }
}
