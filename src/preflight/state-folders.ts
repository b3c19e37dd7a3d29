import { accessSync, constants, lstatSync } from 'node:fs';
import { relative } from 'node:path';
import { hasCode } from '../base/system-error.ts';
import type { Check, LaunchPlan } from './check.ts';
import { error, type Finding, pastedPath, shownPath } from './command-words.ts';
import { resultsOf } from './findings.ts';
import { nearestExisting, writeRefusal } from './folder-probe.ts';

/**
 * The folders for journals and outputs can be written to or made: each is tried out, and nothing is left behind. They
 * must be real folders of this user, for nothing is written behind a link.
 */
export function stateFoldersCheck(folders: readonly string[]): Check {
  return {
    name: 'state folders',
    run: async (plan) => {
      const ours = [plan.stateFolder, ...folders].map((path) =>
        trouble(path, distrust(path) ?? refusal(path)),
      );
      const found = saidOnce(ours.filter(isTrouble), plan).map((one) => inWords(one, plan));
      return resultsOf('state folders', found, 'writable');
    },
  };
}

/** The folders that declared artifacts go to can be written to or made. They may be anybody's, also behind a link. */
export function artifactFoldersCheck(folders: readonly string[]): Check {
  return {
    name: 'artifact folders',
    run: async (plan) => {
      const troubles = [...new Set(folders)].map((path) => trouble(path, refusal(path)));
      const found = troubles.filter(isTrouble).map((one) => inWords(one, plan));
      return resultsOf('artifact folders', found, 'writable');
    },
  };
}

/** Why a folder cannot be used, and the path that is to blame: itself, or the nearest one above that is there. */
type Cause = { readonly code: string; readonly at: string };
type Trouble = { readonly path: string; readonly cause: Cause; readonly deep: boolean };

function trouble(path: string, cause: Cause | null): Trouble | null {
  return cause === null ? null : { path, cause, deep: false };
}

function isTrouble(found: Trouble | null): found is Trouble {
  return found !== null;
}

/** What a launch would refuse later, although it could be written to. */
function distrust(path: string): Cause | null {
  try {
    const stats = lstatSync(path);
    if (stats.isSymbolicLink()) return { code: 'link', at: path };
    if (process.getuid !== undefined && stats.uid !== process.getuid()) return { code: 'foreign', at: path };
    if (stats.isDirectory()) accessSync(path, constants.R_OK); // journals are listed, too
    return null;
  } catch (failure) {
    if (hasCode(failure, 'EACCES')) return { code: 'EACCES', at: nearestExisting(path) };
    // What else cannot be looked at is told better by trying to write.
    if (hasCode(failure, 'ENOENT', 'ENOTDIR', 'EPERM', 'ELOOP', 'ENAMETOOLONG')) return null;
    throw failure;
  }
}

/** A folder that cannot be made because the one above belongs to somebody else is not mended by a chmod. */
function refusal(path: string): Cause | null {
  const refused = writeRefusal(path);
  if (refused === null || (refused.code !== 'EACCES' && refused.code !== 'EPERM')) return refused;
  return distrust(refused.at)?.code === 'foreign' ? { code: 'foreign', at: refused.at } : refused;
}

/** What is mended at each folder, never by a command for all of them. */
const eachAlone: readonly string[] = ['link', 'ENOTDIR'];

/** The folders below the state folder that fail for the same cause are one trouble: that of the state folder. */
function saidOnce(found: readonly Trouble[], { stateFolder }: LaunchPlan): Trouble[] {
  const whole = found.find(({ path }) => path === stateFolder);
  const inside = found.filter(({ path }) => path.startsWith(`${stateFolder}/`));
  const rest = found.filter((one) => one !== whole && !inside.includes(one));
  if (whole !== undefined) return [whole, ...rest];
  const codes = [...new Set(inside.map(({ cause }) => cause.code))];
  const merged = codes.flatMap((code) => {
    const alike = inside.filter(({ cause }) => cause.code === code);
    return alike.length === 1 || eachAlone.includes(code)
      ? alike
      : [{ path: stateFolder, cause: { code, at: stateFolder }, deep: true }];
  });
  return [...merged, ...rest];
}

function inWords({ path, cause, deep }: Trouble, { projectRoot }: LaunchPlan): Finding {
  const shown = `${shownPath(shortest(path, projectRoot))}/`;
  const at = pastedPath(cause.at);
  switch (cause.code) {
    case 'EACCES':
    case 'EPERM':
      return denied(shown, 'permission denied', deep ? `chmod -R u+rwX ${at}` : `chmod u+rwx ${at}`);
    case 'foreign':
      return denied(
        shown,
        `${path === cause.at || deep ? 'it' : shownPath(cause.at)} belongs to another user`,
        `sudo chown ${deep ? '-R ' : ''}"$(id -un)" ${at}, or work in a folder of your own`,
      );
    case 'EROFS':
      return denied(shown, 'the file system is read-only', 'work in a writable folder, or mount it writable');
    case 'ENOSPC':
      return unusable(shown, 'the disk is full, or has no inode left', `see df -h ${at} and df -i ${at}`);
    case 'EDQUOT':
      return unusable(
        shown,
        'your quota of the disk is used up',
        'see quota -s, and remove what is not needed',
      );
    case 'ENOTDIR':
      return unusable(shown, 'a file is in its place', `move the file away: mv ${at} ${at}.old`);
    case 'link':
      return unusable(shown, 'it is a symbolic link', `put a real folder there: rm ${at} && mkdir ${at}`);
    default:
      return unusable(shown, `the system said ${cause.code}`, `see ls -ld ${at}`);
  }
}

function denied(shown: string, why: string, hint: string): Finding {
  return error(`Insufficient write permissions for ${shown}`, `${why}: ${hint}`);
}

function unusable(shown: string, why: string, hint: string): Finding {
  return error(`Cannot write to ${shown}: ${why}`, hint);
}

function shortest(path: string, projectRoot: string): string {
  const below = relative(projectRoot, path);
  return below === '' || below.startsWith('..') ? path : below;
}
