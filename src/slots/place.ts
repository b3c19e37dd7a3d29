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
  const space = place.indexOf(' ');
  try {
    if (`${statSync(folder).ino}` === place.slice(0, space)) return true; // mostly, and one call is enough for it
    return realpathSync(folder) === place.slice(space + 1);
  } catch (error) {
    if (isSystemError(error)) return true; // nothing speaks against it
    throw error;
  }
}
