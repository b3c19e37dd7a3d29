import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { formatBytes } from '../base/size.ts';
import { freeDisk } from '../output/free-disk.ts';
import type { Check, LaunchPlan } from './check.ts';
import { error, type Finding, pastedPath, warning } from './command-words.ts';
import { resultsOf } from './findings.ts';
import { nearestExisting, writeRefusal } from './folder-probe.ts';

/** The folder for temporary files that the command will use is there, can be written to and has room. */
export function tempFolderCheck(minFreeBytes: number): Check {
  return {
    name: 'temp folder',
    run: async (plan) => {
      const temp = tempFolderOf(plan);
      return resultsOf('temp folder', troubleWith(temp, minFreeBytes), temp.shown);
    },
  };
}

/** A value of the environment is never shown: a folder that TMPDIR names is spoken of by that name. */
type TempFolder = { readonly path: string; readonly shown: string; readonly pasted: string };

/** Programs of POSIX systems look at TMPDIR of the environment that they are given, and nowhere else. */
function tempFolderOf({ env, cwd }: LaunchPlan): TempFolder {
  const named = env['TMPDIR'] ?? '';
  if (named !== '')
    return { path: resolve(cwd, named), shown: 'the folder that TMPDIR names', pasted: '"$TMPDIR"' };
  const path = process.platform === 'win32' ? tmpdir() : '/tmp';
  return { path, shown: path, pasted: pastedPath(path) };
}

function troubleWith({ path, shown, pasted }: TempFolder, minFreeBytes: number): Finding[] {
  const subject = `The temp folder is unusable: ${shown}`;
  if (nearestExisting(path) !== path)
    return [error(`${subject} does not exist`, `make it (mkdir -p ${pasted}), or set TMPDIR to one that is`)];
  const refused = writeRefusal(path);
  if (refused?.code === 'ENOSPC')
    return [warning(`There is no room for temporary files in ${shown}`, moreRoom(pasted))];
  if (refused !== null)
    return [error(`${subject} ${refusals[refused.code] ?? `cannot be written to (${refused.code})`}`, mend)];
  const free = freeDisk(path);
  if (free === null || free.bytes >= minFreeBytes) return [];
  const left = formatBytes(free.bytes);
  return [warning(`Only ${left} are free for temporary files in ${shown}`, moreRoom(pasted))];
}

function moreRoom(pasted: string): string {
  return `remove what is not needed there (df -h ${pasted}; df -i ${pasted}), or set TMPDIR to a folder with room`;
}

const mend = 'set TMPDIR to a folder of your own that can be written to';
const refusals: Readonly<Record<string, string>> = {
  EACCES: 'cannot be written to (permission denied)',
  EPERM: 'cannot be written to (permission denied)',
  EROFS: 'lies on a file system that is read-only',
  EDQUOT: 'cannot be written to (your quota is used up)',
  ENOTDIR: 'is a file',
};
