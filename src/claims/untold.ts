import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { isSystemError } from '../base/system-error.ts';
import type { Project } from '../journal/project-paths.ts';
import { claimFiles, listClaims } from './due.ts';
import { moveKind } from './sole-mover.ts';

/** Somebody has yet to be told how this process ended, or to be shown that it was told. */
export function isUntold(project: Project, id: string): boolean {
  try {
    const isWord = (name: string): boolean => /\.(?:due|unread)$/.test(name);
    return listClaims(project).some((name) => name.startsWith(`${id}.`) && isWord(name));
  } catch (error) {
    if (isSystemError(error)) return true; // nobody can tell: then it is not removed
    throw error;
  }
}

/** The process is removed: nobody is owed anything about it. */
export function dropClaims(project: Project, id: string): void {
  // But for the claim of the one that removes it: it holds until all is gone.
  const isOfIt = (name: string): boolean => name.startsWith(`${id}.`); // an id has no dot in it
  const isMover = (name: string): boolean => name.startsWith(`${id}.${moveKind}-`);
  const owed = claimFiles(project).filter((name) => isOfIt(name) && !isMover(name));
  for (const name of owed) rmSync(join(project.claimsFolder, name), { force: true });
}
