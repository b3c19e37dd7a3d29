import { FailureError } from '../../schemas/failure.ts';
import type { Project } from '../journal/project-paths.ts';
import { type FolderProblem, isOurFolder, prepareFolder } from '../journal/state-folder.ts';

/** Makes the folder of the claims, or says why there can be none: nothing is written behind a link. */
export function prepareClaims(project: Project): FolderProblem | null {
  if (isOurFolder(project.stateFolder)) return prepareFolder(project.claimsFolder, 'all');
  return { path: project.stateFolder, cause: 'it is no folder of ours' };
}

/** Throws `journal_unusable`: what cannot be claimed is not told. */
export function demandClaims(project: Project): void {
  const problem = prepareClaims(project);
  if (problem === null) return;
  const { path, cause, error } = problem;
  throw new FailureError({ code: 'journal_unusable', path, cause }, { cause: error });
}
