import { accessSync, closeSync, constants, openSync, readSync, statSync } from 'node:fs';
import { delimiter, isAbsolute, join, resolve } from 'node:path';
import { isSystemError } from '../base/system-error.ts';

/** Where execvp(3) looks without a PATH. */
const standardPath = '/bin:/usr/bin';
/** As much of a first line as Linux reads for an interpreter. */
const interpreterLineBytes = 256;

/** The code with which executing a command would fail, or null; looked up as execvp(3) does, without executing it. */
export function whyNotExecutable(command: string, cwd: string, path: string | undefined): string | null {
  if (command.includes('/'))
    return problemWith(resolve(cwd, command)) ?? problemWithInterpreter(resolve(cwd, command));
  let problem = 'ENOENT';
  for (const folder of (path ?? standardPath).split(delimiter)) {
    const candidate = join(isAbsolute(folder) ? folder : resolve(cwd, folder), command);
    const found = problemWith(candidate);
    if (found === null) return problemWithInterpreter(candidate);
    if (found === 'EACCES') problem = found;
  }
  return problem;
}

function problemWith(file: string): string | null {
  try {
    if (!statSync(file).isFile()) return 'EACCES';
    accessSync(file, constants.X_OK);
    return null;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return error.code;
  }
}

function problemWithInterpreter(file: string): string | null {
  const interpreter = interpreterOf(file);
  return interpreter === null || !isAbsolute(interpreter) ? null : problemWith(interpreter);
}

/** What a command's first line names and is not there; null where something else is missing. */
export function missingInterpreter(command: string, cwd: string, path: string | undefined): string | null {
  const folders = command.includes('/') ? [''] : (path ?? standardPath).split(delimiter);
  const file = folders
    .map((folder) => resolve(cwd, folder, command))
    .find((one) => problemWith(one) === null);
  const interpreter = file === undefined ? null : interpreterOf(file);
  return interpreter !== null && isAbsolute(interpreter) && problemWith(interpreter) === 'ENOENT'
    ? interpreter
    : null;
}

function interpreterOf(file: string): string | null {
  return /^#![ \t]*([^ \t\n]+)/.exec(firstBytes(file))?.[1] ?? null;
}

/** Empty where it may be executed but not read. */
function firstBytes(file: string): string {
  try {
    const fd = openSync(file, 'r');
    try {
      const bytes = Buffer.alloc(interpreterLineBytes);
      return bytes.toString('latin1', 0, readSync(fd, bytes, 0, bytes.length, 0));
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return '';
  }
}
