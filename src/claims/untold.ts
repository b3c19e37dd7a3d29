import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Project } from '../journal/project-paths.ts';
import { claimFiles } from './due.ts';

/** Somebody has yet to be told how this process ended, or to be shown that it was told. */
export function isUntold(project: Project, id: string): boolean {
  return ofProcess(project, id).some((name) => name.endsWith('.due') || name.endsWith('.unread'));
}

/** The process is removed: nobody is owed anything about it. */
export function dropClaims(project: Project, id: string): void {
  for (const name of ofProcess(project, id)) rmSync(join(project.claimsFolder, name), { force: true });
}

/** An id has no dot in it. */
function ofProcess(project: Project, id: string): string[] {
  return claimFiles(project).filter((name) => name.startsWith(`${id}.`));
}
