import { basename, dirname, resolve } from 'node:path';
import { nearestWord } from '../base/slips.ts';
import type { Check } from './check.ts';
import { error, type Finding, pastedPath, shownPath, warning } from './command-words.ts';
import { namesIn, problemWithRequired } from './required-path.ts';
import { resultsOf, waitLimitMs } from './required-result.ts';
import type { Requirement } from './requirement.ts';

export type RequiredFile = Extract<Requirement, { readonly kind: 'file' }>;

/**
 * The files are there, can be read and hold something. A path that ends with `/` is a folder; one with `*`, `?`, `[…]`
 * or `{…}` that is no file itself is a pattern, and one good match is enough. Where its folders are
 * patterns too, links are not followed.
 */
export function requiredFilesCheck(files: readonly RequiredFile[]): Check {
  return {
    name: 'required files',
    run: async ({ cwd }, signal) => {
      const limit = AbortSignal.any([signal, AbortSignal.timeout(waitLimitMs)]);
      const findings = await Promise.all(files.map(({ path }) => findingOf(path, cwd, limit)));
      const paths = files.map(({ path }) => path);
      return resultsOf(
        'required files',
        findings.filter((finding) => finding !== null),
        paths,
      );
    },
  };
}

async function findingOf(path: string, cwd: string, limit: AbortSignal): Promise<Finding | null> {
  const problem = await problemWithRequired(path, cwd);
  if (problem === null || problem !== 'missing') return problem;
  return isPattern(path) ? matchingFinding(path, cwd, limit) : missing(path, cwd);
}

/** Brackets alone are a name: `report (1).pdf`. */
function isPattern(path: string): boolean {
  return /[*?[{]|[!@+]\(/.test(path);
}

async function missing(path: string, cwd: string): Promise<Finding> {
  const message = `Missing required ${nounOf(path)}: ${shownPath(path)}`;
  if (path.startsWith('~')) return error(message, 'only a shell knows ~: write the path of the home folder');
  const folder = dirname(path);
  const near = nearestWord(basename(path), await namesIn(resolve(cwd, folder)));
  if (near === null)
    return error(message, `create it, or correct the path; it starts from ${shownPath(cwd)}`);
  const meant = path.includes('/') ? `${folder}/${near}` : near;
  return error(message, `did you mean ${pastedPath(meant)}?`);
}

/** Looks until a good match is found or the time is over; what is wrong with the first match is said if none is. */
async function matchingFinding(pattern: string, cwd: string, limit: AbortSignal): Promise<Finding | null> {
  const { glob } = await import('tinyglobby');
  const isFolder = pattern.endsWith('/');
  const matches = await glob(pattern, {
    cwd,
    absolute: true,
    expandDirectories: false,
    // `+(a|aa)` repeats what repeats: the matcher would never come back.
    extglob: false,
    onlyFiles: !isFolder,
    onlyDirectories: isFolder,
    // Below several folders links lead round in circles: in /proc, 4 GB of memory and no end, whatever the signal said.
    followSymbolicLinks: !isPattern(dirname(pattern)),
    signal: limit,
  });
  let first: Finding | null = null;
  for (const match of matches.sort()) {
    const problem = await problemWithRequired(match, cwd);
    if (problem === null) return null;
    if (problem !== 'missing') first ??= problem;
    if (limit.aborted) break;
  }
  const shown = shownPath(pattern);
  if (limit.aborted) {
    const message = `The search for ${shown} was not over within ${waitLimitMs / 1000} s`;
    return warning(message, 'begin the pattern with the folder to look in');
  }
  if (first !== null) return first;
  const message = `Missing required ${nounOf(pattern)}: ${shown} (nothing matches)`;
  return error(message, `create one, or correct the pattern; it starts from ${shownPath(cwd)}`);
}

function nounOf(path: string): string {
  return path.endsWith('/') ? 'folder' : 'file';
}
