import { isAbsolute, relative } from 'node:path';

/** True for a folder itself and whatever lies in it, by their absolute paths. */
export function isBelow(folder: string, path: string): boolean {
  const below = relative(folder, path);
  return !(/^\.\.(?:[/\\]|$)/.test(below) || isAbsolute(below));
}
