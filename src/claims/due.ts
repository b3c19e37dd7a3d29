import { closeSync, constants, openSync, readdirSync, rmSync, statSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { debug } from '../base/debug.ts';
import { hasCode, isSystemError } from '../base/system-error.ts';
import { isProcessId, type Project } from '../journal/project-paths.ts';
import { prepareClaims } from './claims-folder.ts';

const ending = '.due';

/**
 * The user is owed a word about how this process ends. An empty file says so, from before anything is started until
 * somebody has told it: so journals of long ago announce nothing, whoever starts to watch, and no clock is asked. It is
 * disposable: without it (a full disk, a deleted folder) the end is still in the journal, and told by the inbox.
 */
export function owe(project: Project, id: string): void {
  try {
    if (prepareClaims(project) !== null) {
      debug('nothing is owed: there can be no claims', { id });
      return;
    }
    const { O_CREAT, O_WRONLY, O_NOFOLLOW } = constants;
    closeSync(openSync(dueFile(project, id), O_CREAT | O_WRONLY | O_NOFOLLOW, 0o600));
  } catch (error) {
    if (!isSystemError(error)) throw error;
    debug('nothing is owed: no file can be made', { id, code: error.code });
  }
}

/** Throws what the system says where nobody can tell: what cannot be seen for a moment is owed all the same. */
export function isOwed(project: Project, id: string): boolean {
  try {
    return statSync(dueFile(project, id), { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    if (hasCode(error, 'ENOTDIR')) return false;
    throw error;
  }
}

/** As `isOwed`; true where nobody can tell. */
export function mayBeOwed(project: Project, id: string): boolean {
  try {
    return isOwed(project, id);
  } catch (error) {
    if (isSystemError(error)) return true;
    throw error;
  }
}

/**
 * It was told, or there is nothing to tell. Claims that somebody died over go first: nobody would look for them once
 * nothing is owed.
 */
export function settle(project: Project, id: string): void {
  const isClaim = (name: string) => name.startsWith(`${id}.`) && name.endsWith('.claim');
  for (const name of listClaims(project).filter(isClaim))
    rmSync(join(project.claimsFolder, name), { force: true });
  try {
    unlinkSync(dueFile(project, id));
  } catch (error) {
    if (!hasCode(error, 'ENOENT', 'ENOTDIR')) throw error;
  }
}

/** Whose end somebody is owed: what runs now, and what ended without anybody to tell it. */
export function owedIds(project: Project): string[] {
  return claimFiles(project)
    .filter((name) => name.endsWith(ending))
    .map((name) => name.slice(0, -ending.length))
    .filter(isProcessId);
}

/** Names of all files that lie there; none where the folder cannot be read, for whoever only looks on. */
export function claimFiles(project: Project): string[] {
  try {
    return listClaims(project);
  } catch (error) {
    if (isSystemError(error)) return [];
    throw error;
  }
}

/** As `claimFiles`, for whoever acts on it: throws what the system says where they cannot be listed. */
export function listClaims(project: Project): string[] {
  try {
    return readdirSync(project.claimsFolder).sort();
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return [];
    throw error;
  }
}

function dueFile(project: Project, id: string): string {
  return join(project.claimsFolder, `${id}${ending}`);
}
