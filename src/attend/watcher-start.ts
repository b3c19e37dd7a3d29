import { spawn } from 'node:child_process';
import { debug } from '../base/debug.ts';
import { projectAt } from '../journal/project-paths.ts';
import { hasStopMark } from '../journal/stop-mark.ts';
import { runVariable } from '../process/run-variables.ts';
import { waitingNode } from '../process/waiting-node.ts';

/**
 * Starts the watcher of a project, detached: `node watcher.js <root>`. It leaves by itself where there is one already.
 * Nothing is waited for, and nothing fails: whoever needs to know asks who holds the project. Where somebody ended the
 * watcher on purpose, none is started until the next launch, or until somebody starts it on purpose.
 */
export function startWatcher(entry: string, root: string): void {
  if (hasStopMark(projectAt(root))) return;
  const child = spawn(process.execPath, [...waitingNode, entry, root], {
    cwd: '/',
    env: watcherEnvironment(process.env),
    detached: true,
    stdio: 'ignore',
  });
  child.once('error', (error) => debug('no watcher can be started', { error: String(error) }));
  child.unref();
}

/**
 * What a watcher is started with: it outlives whoever starts it, so it takes no secrets along, and carries the mark of
 * no run, or it would be taken for a process that a command left behind.
 */
export function watcherEnvironment(
  env: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const kept = Object.entries(env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && passed.test(entry[0]),
  );
  return { ...Object.fromEntries(kept), [runVariable]: 'watcher' };
}

const passed =
  /^(?:PATH|HOME|USER|LOGNAME|LANG|LC_.*|TZ|TMPDIR|NODE_ENV|NODE_V8_COVERAGE|XDG_.*|TAPPS_BG_.*|TAPPS_FAILPOINT|FAKETIME.*|LD_PRELOAD|APPDATA|SystemRoot|PATHEXT|TEMP|TMP)$/;
