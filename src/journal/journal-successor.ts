import { lstatSync, type Stats } from 'node:fs';

/**
 * Whether a file that was opened as this journal is it no more. `lookAtPath` also finds one that was renamed to make
 * room for another (an editor's backup); one that is only gone from there was moved with its project, and goes on.
 */
export function hasNameNoMore(path: string, { nlink, ino, dev }: Stats, lookAtPath: boolean): boolean {
  if (nlink === 0 || !lookAtPath) return nlink === 0;
  const there = lstatSync(path, { throwIfNoEntry: false });
  return there?.isFile() === true && (there.ino !== ino || there.dev !== dev);
}
