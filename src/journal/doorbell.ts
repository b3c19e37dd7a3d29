import { lstatSync, lutimesSync, rmSync, type Stats, writeFileSync } from 'node:fs';
import { hasCode, isSystemError } from '../base/system-error.ts';
import { doorbellPath, type Project } from './project-paths.ts';
import { isOurFolder } from './state-folder.ts';

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

/**
 * Makes what launches ring at, for a watcher to listen to: a file of ours that can be read. Says why there can be none,
 * or null; nothing is made or removed behind a link.
 */
export function hangDoorbell(project: Project): string | null {
  const foreign = [project.stateFolder, project.runFolder].find((folder) => !isOurFolder(folder));
  if (foreign !== undefined) return `${foreign} is no folder of ours`;
  try {
    hang(doorbellPath(project));
    return null;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return String(error);
  }
}

function hang(path: string): void {
  const there = lstatSync(path, { throwIfNoEntry: false });
  if (there !== undefined && !isOurs(there)) rmSync(path);
  try {
    writeFileSync(path, '', { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
  }
}

/** Which file hangs there; null if none of ours can be seen. */
export function doorbellIdentity(project: Project): string | null {
  try {
    const there = lstatSync(doorbellPath(project));
    return isOurs(there) ? `${there.dev}:${there.ino}` : null;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return null;
  }
}

function isOurs(stats: Stats): boolean {
  const self = process.getuid?.() ?? stats.uid;
  return stats.isFile() && stats.uid === self && (process.platform === 'win32' || (stats.mode & 0o400) !== 0);
}
