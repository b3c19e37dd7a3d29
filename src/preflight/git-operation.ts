import { join } from 'node:path';
import { exists, type GitFolder } from './git-folder.ts';

/** Something that git began here and that is not over, and how it is brought to an end. */
export type GitOperation = { readonly name: string; readonly end: string };

type Mark = GitOperation & { readonly file: string };

/** In git's own order: a rebase that stops at a conflict leaves the mark of a cherry-pick, too. */
const marks: readonly Mark[] = [
  { file: 'MERGE_HEAD', name: 'merge', end: goesOnWith('merge') },
  { file: 'rebase-merge', name: 'rebase', end: goesOnWith('rebase') },
  { file: 'rebase-apply/applying', name: 'git am', end: goesOnWith('am') },
  { file: 'rebase-apply', name: 'rebase', end: goesOnWith('rebase') },
  { file: 'CHERRY_PICK_HEAD', name: 'cherry-pick', end: goesOnWith('cherry-pick') },
  { file: 'REVERT_HEAD', name: 'revert', end: goesOnWith('revert') },
];
const bisect: Mark = { file: 'BISECT_LOG', name: 'bisect', end: 'git bisect reset' };

/** What is going on in a work tree: at most one of git's operations, and a bisect around it. */
export function gitOperations({ own }: GitFolder): GitOperation[] {
  const isOn = ({ file }: Mark): boolean => exists(join(own, file));
  const going = marks.find(isOn);
  return [...(going === undefined ? [] : [going]), ...(isOn(bisect) ? [bisect] : [])];
}

function goesOnWith(command: string): string {
  return `git ${command} --continue or git ${command} --abort`;
}
