import { basename, resolve } from 'node:path';
import { problemWithFile } from './command-file.ts';
import { type Environment, findOnPath } from './command-path.ts';
import { startOf } from './command-start.ts';
import { error, type Finding, pastedPath, shownPath } from './command-words.ts';

/** How many scripts in a row Linux takes for each other's interpreters; measured: one more is ELOOP. */
const nestingLimit = 5;

/**
 * The `#!` line of a script names an interpreter that is there; so does that of the interpreter, where it is a script
 * itself. `start` is the beginning of the file.
 */
export async function inspectScript(
  path: string,
  start: Buffer,
  cwd: string,
  env: Environment,
  nesting = 1,
): Promise<Finding | null> {
  const line = firstLine(start);
  if (line.endsWith('\r')) {
    const hint = `sed -i 's/\\r$//' ${pastedPath(path)}`;
    return error(`The #! line of ${shownPath(path)} ends with CRLF, which becomes part of a name`, hint);
  }
  const [, interpreter = '', rest = ''] = /^[ \t]*(\S*)([\s\S]*)$/.exec(line) ?? [];
  if (interpreter === '') {
    return error(`The #! line of ${shownPath(path)} names no interpreter`, 'name it: #!/bin/sh');
  }
  const found = problemWithFile(resolve(cwd, interpreter), 'Interpreter');
  if (found !== null) return ofLine(path, found.message, found.missing ? null : found.hint);
  if (basename(interpreter) === 'env') return inspectEnv(path, rest.trim(), cwd, env);
  const inner = resolve(cwd, interpreter);
  const innerStart = startOf(inner);
  if (innerStart.toString('latin1', 0, 2) !== '#!') return null;
  if (nesting >= nestingLimit) {
    const hint = `name a program in the first line of ${pastedPath(path)}`;
    return error(
      `Scripts are each other's interpreters, and no program ends the row: ${shownPath(path)}`,
      hint,
    );
  }
  return inspectScript(inner, innerStart, cwd, env, nesting + 1);
}

/** `#!/usr/bin/env X`. Linux passes all that follows as one argument; only `-S` splits it. */
async function inspectEnv(
  path: string,
  argument: string,
  cwd: string,
  env: Environment,
): Promise<Finding | null> {
  const splits = /^(?:-S|--split-string[= ])\s*(.*)$/.exec(argument)?.[1];
  if (splits === undefined && process.platform === 'linux' && /^[^-\s]\S*\s/.test(argument)) {
    const hint = `write #!/usr/bin/env -S ${shownPath(argument)}`;
    return error(
      `The #! line of ${shownPath(path)} gives env several words, which it takes for one name`,
      hint,
    );
  }
  const words = (splits ?? argument).split(/\s+/);
  const name = words.find((word) => !/^[A-Za-z_]\w*=/.test(word)) ?? '';
  // What an option means for the words after it is env's own affair.
  if (name === '' || name.startsWith('-') || /["'\\$]/.test(name)) return null;
  if (name.includes('/')) {
    const found = problemWithFile(resolve(cwd, name), 'Interpreter');
    return found === null ? null : ofLine(path, found.message, found.missing ? null : found.hint);
  }
  return (await findOnPath(name, cwd, env)) === null
    ? ofLine(path, `Interpreter not found on the PATH: ${shownPath(name)}`, null)
    : null;
}

function ofLine(path: string, message: string, hint: string | null): Finding {
  const remedy = hint ?? `install it, or change the first line of ${pastedPath(path)}`;
  return error(`${message} (named by the #! line of ${shownPath(path)})`, remedy);
}

/** Without `#!` and the line's end. */
function firstLine(start: Buffer): string {
  const end = start.indexOf('\n');
  return start.toString('utf8', 2, end === -1 ? start.length : end);
}
