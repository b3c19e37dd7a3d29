import { basename, dirname, resolve } from 'node:path';
import type { Problem } from '../../schemas/failure.ts';
import { isExecutable, isRegularFile, problemWithFile } from './command-file.ts';
import { nearestName } from './command-nearest.ts';
import { isNpmScript } from './command-npm-script.ts';
import { type Environment, findOnPath, searchFolders } from './command-path.ts';
import { pastedPath, shownPath } from './command-words.ts';

export type ResolvedCommand = { readonly path: string } | { readonly problem: Problem };

const shellBuiltIns = new Set(
  '. alias cd eval exec export read set source trap ulimit umask unset'.split(' '),
);

/** The file that a command would run, searched as its own PATH and folder say, or why there is none. */
export async function resolveCommand(
  command: readonly string[],
  cwd: string,
  env: Environment,
  signal: AbortSignal = new AbortController().signal,
): Promise<ResolvedCommand> {
  const [name = ''] = command;
  if (name === '') return problem('No command given', 'say what to run: tapps-agents bg run -- <command>');
  const withNul = command.findIndex((word) => word.includes('\0'));
  if (withNul === 0) return problem(`The command holds a NUL byte: ${shownPath(name)}`, 'remove it');
  if (withNul > 0) return problem(`Argument ${withNul} holds a NUL byte`, 'pass such data in a file');
  return name.includes('/') ? atPath(name, cwd, signal) : onSearchPath(name, cwd, env, signal);
}

async function atPath(name: string, cwd: string, signal: AbortSignal): Promise<ResolvedCommand> {
  const path = resolve(cwd, name);
  const found = problemWithFile(name.endsWith('/') ? `${path}/` : path, 'Command');
  if (found === null) return { path };
  if (!found.missing) return { problem: found };
  const message = `Command not found: ${shownPath(name)}`;
  const shellOnly = onlyForShells(name);
  if (shellOnly !== null) return problem(message, shellOnly);
  const near = await nearestName(basename(path), [dirname(path)], signal);
  const hint =
    near === null
      ? `check the path; it starts from ${shownPath(cwd)}`
      : `did you mean ${pastedPath(`${dirname(name)}/${near}`)}?`;
  return problem(message, hint);
}

async function onSearchPath(
  name: string,
  cwd: string,
  env: Environment,
  signal: AbortSignal,
): Promise<ResolvedCommand> {
  const folders = searchFolders(cwd, env);
  const path =
    (await findOnPath(name, cwd, env)) ??
    folders.map((folder) => resolve(folder, name)).find((candidate) => isRegularFile(candidate));
  if (path === undefined) {
    return problem(`Command not found: ${shownPath(name)}`, await hintFor(name, cwd, folders, signal));
  }
  const found = problemWithFile(path, 'Command');
  return found === null ? { path } : { problem: found };
}

async function hintFor(
  name: string,
  cwd: string,
  folders: readonly string[],
  signal: AbortSignal,
): Promise<string> {
  const here = resolve(cwd, name);
  if (isRegularFile(here) && isExecutable(here)) return `give its path: ${pastedPath(`./${name}`)}`;
  if (/[\s|&;<>$]/.test(name)) {
    return `give each word on its own, or let a shell read them: sh -c ${pastedPath(name)}`;
  }
  const shellOnly = onlyForShells(name);
  if (shellOnly !== null) return shellOnly;
  if (isNpmScript(name, cwd)) return `it is a script of package.json: npm run ${pastedPath(name)}`;
  const near = await nearestName(name, folders, signal);
  const hint = 'install it, or give its path';
  return near === null ? hint : `did you mean ${pastedPath(near)}? If not, ${hint}`;
}

/** What to do with a word that a shell would act on before it looked for a program. */
function onlyForShells(name: string): string | null {
  if (shellBuiltIns.has(name)) return `only a shell knows it: sh -c '${name} …'`;
  if (name.startsWith('~')) return 'only a shell knows ~: write the path of the home folder';
  const variable = /^([A-Za-z_]\w*)=/.exec(name)?.[1];
  return variable === undefined ? null : `a variable is given before the --: --env ${variable}=…`;
}

function problem(message: string, hint: string): ResolvedCommand {
  return { problem: { message, hint } };
}
