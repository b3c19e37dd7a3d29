import { lstatSync, lutimesSync, rmSync, writeFileSync } from 'node:fs';
import { hasCode, isSystemError } from '../base/system-error.ts';
import { doorbellPath, type Project } from './project-paths.ts';

/**
 * Says to the watcher that there is a new journal. Where nobody listens, or another user's bell hangs, nothing happens:
 * a watcher sweeps.
 */
export function ringDoorbell(project: Project): void {
  const now = new Date();
  try {
    lutimesSync(doorbellPath(project), now, now);
  } catch (error) {
    if (!isSystemError(error)) throw error;
  }
}

/** Makes what launches ring at, a file and nothing else, for a watcher to listen to. Throws what the system says. */
export function hangDoorbell(project: Project): void {
  const path = doorbellPath(project);
  if (lstatSync(path, { throwIfNoEntry: false })?.isFile() === false) rmSync(path);
  try {
    writeFileSync(path, '', { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
  }
}
