import { realpathSync, statSync } from 'node:fs';
import { isSystemError } from '../base/system-error.ts';

/** Where a folder is, in words that a copy of it takes along. Throws what the system says. */
export function placeOf(folder: string): string {
  return `${statSync(folder).ino} ${realpathSync(folder)}`;
}

/**
 * False in a copy, which has another name and another inode. One of the two is not enough: a folder that was moved keeps
 * the inode, one that is seen through a mount has another name, and on some file systems (overlays) inodes change.
 */
export function isPlaceOf(place: string, folder: string): boolean {
  try {
    const [inode, path] = apart(placeOf(folder));
    const [told, toldPath] = apart(place);
    return inode === told || path === toldPath;
  } catch (error) {
    if (isSystemError(error)) return true; // nothing speaks against it
    throw error;
  }
}

function apart(place: string): readonly [inode: string, path: string] {
  const space = place.indexOf(' ');
  return [place.slice(0, space), place.slice(space + 1)];
}
