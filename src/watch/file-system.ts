import { statfsSync } from 'node:fs';
import { isSystemError } from '../base/system-error.ts';

/** Magic numbers of statfs(2) for file systems on which another machine's writes make no event here. */
const eventless: Readonly<Record<number, string>> = {
  26985: 'NFS',
  4266872130: 'SMB',
  4283649346: 'SMB',
  1702057286: 'FUSE',
  16914839: '9p',
};

/** The name of a file system that tells of no changes, so that only looking finds them; null for all others. */
export function eventlessFileSystem(folder: string): string | null {
  try {
    return eventless[statfsSync(folder).type >>> 0] ?? null;
  } catch (error) {
    if (isSystemError(error)) return null;
    throw error;
  }
}
