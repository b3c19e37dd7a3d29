import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Project } from '../journal/project-paths.ts';
import { claimFiles } from './due.ts';
import { moveKind } from './sole-mover.ts';

/** Somebody has yet to be told how this process ended, or to be shown that it was told. */
export function isUntold(project: Project, id: string): boolean {
  return ofProcess(project, id).some((name) => name.endsWith('.due') || name.endsWith('.unread'));
}

/** The process is removed: nobody is owed anything about it. */
export function dropClaims(project: Project, id: string): void {
  // But for the claim of the one that removes it: it holds until all is gone.
  const owed = ofProcess(project, id).filter((name) => !name.startsWith(`${id}.${moveKind}-`));
  for (const name of owed) rmSync(join(project.claimsFolder, name), { force: true });
}

/** An id has no dot in it. */
function ofProcess(project: Project, id: string): string[] {
  return claimFiles(project).filter((name) => name.startsWith(`${id}.`));
}
