import { accessSync, constants, statSync } from 'node:fs';
import { isSystemError } from '../base/system-error.ts';
import type { Check, CheckResult } from './check.ts';
import { pastedPath, shownPath } from './command-words.ts';

/** The working folder exists, is a folder and can be entered. */
export const cwdCheck: Check = {
  name: 'cwd',
  run: async ({ cwd }) => [
    problemWith(cwd) ?? { name: 'cwd', ok: true, severity: 'error', message: shownPath(cwd), hint: '' },
  ],
};

function problemWith(cwd: string): CheckResult | null {
  const shown = shownPath(cwd);
  try {
    if (!statSync(cwd).isDirectory())
      return refusal(`Working folder is a file: ${shown}`, 'give a folder with --cwd');
    accessSync(cwd, constants.X_OK | constants.R_OK);
    return null;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    if (error.code === 'ENOENT')
      return refusal(`Working folder does not exist: ${shown}`, `mkdir -p ${pastedPath(cwd)}`);
    if (error.code === 'ENOTDIR')
      return refusal(`Working folder lies below a file: ${shown}`, 'give a folder with --cwd');
    return refusal(
      `Working folder cannot be entered (${error.code}): ${shown}`,
      'choose another one with --cwd',
    );
  }
}

function refusal(message: string, hint: string): CheckResult {
  return { name: 'cwd', ok: false, severity: 'error', message, hint };
}
