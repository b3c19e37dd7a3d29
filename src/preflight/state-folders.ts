import { accessSync, constants, statSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { isSystemError } from '../base/system-error.ts';
import { safeText } from '../output/safe-text.ts';
import type { Check, CheckResult } from './check.ts';

/**
 * The folders for journals and outputs can be written to, or made: the system is asked (a read-only mount says no
 * whatever the mode bits), and nothing is left behind.
 */
export function stateFoldersCheck(folders: readonly string[]): Check {
  return {
    name: 'state folders',
    run: async ({ projectRoot }) => {
      const problems = folders.map((path) => refusal(path, projectRoot)).filter((result) => result !== null);
      if (problems.length > 0) return problems;
      return [{ name: 'state folders', ok: true, severity: 'error', message: 'writable', hint: '' }];
    },
  };
}

function refusal(path: string, projectRoot: string): CheckResult | null {
  const cause = causeAgainst(path);
  if (cause === null) return null;
  const shown = safeText(`${relative(projectRoot, path) || path}/`, { maxChars: 500 });
  const message = `Insufficient write permissions for ${shown} (${cause.why})`;
  return { name: 'state folders', ok: false, severity: 'error', message, hint: cause.hint(shown) };
}

type Cause = { readonly why: string; readonly hint: (shown: string) => string };

/** Null if the folder, or the nearest one above it that is there, can be written to. */
function causeAgainst(path: string): Cause | null {
  try {
    if (!statSync(path).isDirectory()) return inTheWay;
    accessSync(path, constants.W_OK | constants.X_OK);
    return null;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    if (error.code === 'ENOENT' && dirname(path) !== path) return causeAgainst(dirname(path));
    if (error.code === 'ENOTDIR') return inTheWay;
    if (error.code === 'EROFS')
      return { why: 'the file system is read-only', hint: () => 'work in a writable folder' };
    return { why: permissionWords[error.code] ?? error.code, hint: (shown) => `chmod u+rwx ${shown}` };
  }
}

const inTheWay: Cause = {
  why: 'a file is in its place',
  hint: (shown) => `move the file away: mv ${shown.slice(0, -1)} …`,
};
const permissionWords: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
};
