import { lstatSync, unlinkSync, writeFileSync } from 'node:fs';
import { hasCode, isSystemError } from '../base/system-error.ts';
import { type Project, stopMarkPath } from './project-paths.ts';
import { isOurFolder } from './state-folder.ts';

/**
 * Somebody wants no watcher in this project. The name alone says so, whatever has it: a link is not followed, a FIFO not
 * waited for. Nothing is written where nothing of ours can run.
 */
export function leaveStopMark(project: Project): void {
  if (![project.stateFolder, project.runFolder].every(isOurFolder)) return;
  try {
    writeFileSync(stopMarkPath(project), '', { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (!hasCode(error, 'EEXIST', 'ENOENT', 'ENOTDIR')) throw error;
  }
}

export function hasStopMark(project: Project): boolean {
  try {
    return lstatSync(stopMarkPath(project), { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    if (isSystemError(error)) return false; // a folder that cannot be looked into holds no wish of ours
    throw error;
  }
}

/** A watcher is wanted again. What cannot be removed stands for the wish that there be none. */
export function removeStopMark(project: Project): void {
  if (!isOurFolder(project.runFolder)) return;
  try {
    unlinkSync(stopMarkPath(project));
  } catch (error) {
    if (!isSystemError(error)) throw error;
  }
}
