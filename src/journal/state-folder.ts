import { chmodSync, existsSync, lstatSync, type Stats, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { makeFolder } from '../base/make-folder.ts';
import { hasCode, isSystemError } from '../base/system-error.ts';
import { fsyncFolder } from './journal-file.ts';
import { type Project, reservePath, stateFolderName } from './project-paths.ts';

/** A folder that cannot hold what must be written, and why; `error` where the system said so. */
export type FolderProblem = { readonly path: string; readonly cause: string; readonly error?: Error };

/** What of a project's state folder is not made to be committed. */
export const ignoreRules =
  '# Journals are made to be committed; the rest is not.\noutput/\nclaims/\ncache/\nrun/\n';
/**
 * How git is to treat what is made to be committed. Its bytes are hashed, so no line end is changed; and lines are only
 * ever added, so where two branches added to the same file the lines of both are kept. Both drivers are built in.
 */
export const attributeRules = `# Bytes are hashed: no line end is ever changed. Lines are only added: a merge keeps those of both sides.
journal/*.ndjson -text diff merge=union
history/*/*.ndjson -text diff merge=union
history/*/*.manifest -text diff merge=union
`;
const reserveBytes = 64 * 1024;

/**
 * Makes the folders of a project, 0700, with the ignore file and the reserve that is given back when the disk is full.
 * Those of ours that are there already are tightened. Lists every folder that can't be used.
 */
export function prepareStateFolder(project: Project, outputFolder: string): FolderProblem[] {
  // First the one around the others: nothing is made behind a link.
  const around = prepareFolder(project.stateFolder, 'writes');
  if (around !== null) return [around];
  const folders = [project.journalFolder, outputFolder, project.cacheFolder, project.runFolder];
  // An output folder that the settings put elsewhere may be shared on purpose; its mode is its owner's business.
  const isOurs = (path: string): boolean => dirname(path) === project.stateFolder;
  const problems = folders
    .map((path) => prepareFolder(path, isOurs(path) ? 'all' : 'nothing'))
    .filter((p) => p !== null);
  if (problems.length > 0) return problems;
  syncNames(project);
  writeOnce(join(project.stateFolder, '.gitignore'), ignoreRules);
  writeGitAttributes(project);
  writeOnce(reservePath(project), Buffer.alloc(reserveBytes));
  return [];
}

/**
 * Makes the names of the folders above the journals durable. Without it all of them, with everything that was
 * acknowledged, may be gone when the power fails soon after the first launch. Also where another launch made them: it
 * may not have come to this yet.
 */
function syncNames({ stateFolder, root }: Project): void {
  for (const path of [stateFolder, root]) {
    try {
      fsyncFolder(path);
    } catch (error) {
      // A root that may not be listed; file systems that sync no folders.
      if (!hasCode(error, 'EACCES', 'EPERM', 'EINVAL', 'ENOTSUP')) throw error;
    }
  }
}

/** Unless there are some already. */
export function writeGitAttributes(project: Project): void {
  writeOnce(join(project.stateFolder, '.gitattributes'), attributeRules);
}

/**
 * What is taken from others where a folder of ours was there before: all, or only that they may write. The folder around
 * the others is shared with the engine and may be read; but who may write to it may put in settings, and they name
 * commands.
 */
export type Tightening = 'all' | 'writes' | 'nothing';

/** Makes a folder, 0700, or says why it cannot be used: nothing is written behind a link, or into what is another's. */
export function prepareFolder(path: string, tightening: Tightening): FolderProblem | null {
  try {
    const link = linkAround(path);
    if (link !== null) return { path: link, cause: 'it is a symbolic link' };
    const isNew = makeFolder(path, 0o700);
    if (isNew) chmodSync(path, 0o700); // an umask of 0777 would have shut ourselves out
    const stats = lstatSync(path);
    const cause = distrust(stats);
    if (cause !== null) return { path, cause };
    tighten(path, stats, tightening);
    return null;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return { path, cause: folderProblems[error.code] ?? error.code, error };
  }
}

/** True for a folder that is there, is no link, and is ours; nothing is made or changed. */
export function isOurFolder(path: string): boolean {
  try {
    return distrust(lstatSync(path)) === null;
  } catch (error) {
    if (isSystemError(error)) return false;
    throw error;
  }
}

/** Between the state folder and one within it: what was a folder when a run began may be a link by now. */
function linkAround(path: string): string | null {
  const around: string[] = [];
  for (let folder = path; basename(folder) !== stateFolderName; folder = dirname(folder)) {
    if (dirname(folder) === folder) return null; // it lies elsewhere, where the settings put it
    around.push(dirname(folder));
  }
  return (
    around.find((folder) => lstatSync(folder, { throwIfNoEntry: false })?.isSymbolicLink() === true) ?? null
  );
}

function tighten(path: string, { mode }: Stats, tightening: Tightening): void {
  const taken = { all: 0o077, writes: 0o022, nothing: 0 }[tightening];
  if (process.platform !== 'win32' && (mode & taken) !== 0) chmodSync(path, mode & 0o7777 & ~taken);
}

function distrust(stats: Stats): string | null {
  if (stats.isSymbolicLink()) return 'it is a symbolic link';
  if (!stats.isDirectory()) return 'it is not a folder';
  if (process.getuid !== undefined && stats.uid !== process.getuid()) return 'it belongs to another user';
  return null;
}

function writeOnce(path: string, content: string | Buffer): void {
  if (existsSync(path)) return;
  try {
    writeFileSync(path, content, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    // Another launch was first, or the disk is full: neither file is worth refusing a launch.
    if (!hasCode(error, 'EEXIST', 'ENOSPC', 'EDQUOT')) throw error;
  }
}

const folderProblems: Readonly<Record<string, string>> = {
  EEXIST: 'a file is in its place',
  ENOTDIR: 'a file is in its place',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOENT: 'no folder can be made there',
  ENOSPC: 'the disk is full',
  EDQUOT: 'your quota is used up',
  ESTALE: 'the file system does not know it any more',
  ENAMETOOLONG: 'its name is too long',
};
