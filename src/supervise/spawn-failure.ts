import { statSync } from 'node:fs';
import type { SupervisionOrder } from '../../schemas/generated/types.ts';
import { isSystemError } from '../base/system-error.ts';
import { missingInterpreter } from './why-not-executable.ts';

export type SpawnFailure = { readonly executed: false; readonly code: string; readonly message: string };

const spawnWords: Readonly<Record<string, string>> = {
  ENOENT: 'the command, or the interpreter it names, was not found',
  EACCES: 'the command is not executable',
  E2BIG: 'the arguments and the environment are too large for the system',
  ERR_INVALID_ARG_VALUE: 'an argument holds a NUL byte',
  EAGAIN: 'the system allows no more processes',
  EMFILE: 'no descriptor is free to start it with',
  ENFILE: 'no descriptor is free on the whole machine to start it with',
  ENOMEM: 'not enough memory for another process',
  UNKNOWN: 'the system refused to execute the command',
};

/** The command was not executed: the system's code, and what that means here. */
export function spawnFailure(code: string, order: SupervisionOrder): SpawnFailure {
  const stable = /^[A-Z][A-Z0-9_]{0,39}$/.test(code) ? code : 'UNKNOWN';
  const missing = stable === 'ENOENT' ? whatIsMissing(order) : null;
  const message = missing ?? `${spawnWords[stable] ?? stable}: ${shown(order.command[0])}`;
  return { executed: false, code: stable, message };
}

/** No process or descriptor to be had: that says nothing of the command. */
export function isPassingFailure(started: object): boolean {
  return 'code' in started && passing.some((code) => code === started.code);
}

const passing = ['EAGAIN', 'ENOMEM', 'EMFILE', 'ENFILE'];

/** The system says ENOENT of the folder and of the interpreter too, and never which of them. */
function whatIsMissing({ command: [program], cwd, env }: SupervisionOrder): string | null {
  if (!isFolder(cwd)) return `the folder to run it in was not found: ${shown(cwd)}`;
  const interpreter = missingInterpreter(program, cwd, env['PATH']);
  if (interpreter === null) return null;
  return `its interpreter was not found: ${shown(interpreter)}, named in the first line of ${shown(program)}`;
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return false;
  }
}

function shown(word: string): string {
  return word.slice(0, 400);
}
