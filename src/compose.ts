import { existsSync } from 'node:fs';
import { isAbsolute, join, relative, resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import packageJson from '../package.json' with { type: 'json' };
import { FailureError } from '../schemas/failure.ts';
import type { Hands } from './cli/hands.ts';
import { readSettings } from './config/settings.ts';
import { findProject } from './journal/project-paths.ts';
import { safeText } from './output/safe-text.ts';

export const version: string = packageJson.version;

export type GlobalOptions = {
  readonly directory: string | undefined;
  readonly json: boolean;
  readonly colour: boolean;
  readonly childArguments: readonly string[] | null;
};

/** Gives the commands their real hands: the project, its settings, the terminal. */
export function composeHands(options: GlobalOptions): Hands {
  const cwd = resolve(options.directory ?? '.');
  if (!existsSync(cwd)) {
    throw new FailureError({
      code: 'usage',
      message: `-C ${safeText(cwd, { maxChars: 200 })}: there is no such folder`,
    });
  }
  const project = findProject(cwd);
  const { settings, problem } = readSettings(project.configFile);
  const tell = (line: string): void => void process.stderr.write(`${line}\n`);
  const shortPath = (path: string): string => shortest(process.cwd(), path);
  if (problem !== null) {
    const where = `${shortPath(problem.file)}${problem.line === null ? '' : `:${problem.line}`}`;
    tell(`⚠️  ${safeText(where)}: ${safeText(problem.message, { maxChars: 300 })}; defaults are used`);
  }
  const stdoutIsTerminal = process.stdout.isTTY === true;
  return {
    project,
    settings,
    version,
    supervisorEntry: join(import.meta.dirname, 'supervisor.js'),
    cwd,
    env: definedEntries(process.env),
    childArguments: options.childArguments,
    json: options.json,
    colours: wantsColours(options.colour, stdoutIsTerminal),
    terminal: {
      stdin: process.stdin.isTTY === true,
      stdout: stdoutIsTerminal,
      stderr: process.stderr.isTTY === true,
    },
    nowMs: () => Date.now(),
    write: (text) => void process.stdout.write(text),
    writeBytes: (bytes) => void process.stdout.write(bytes),
    tell,
    confirm,
    onInterrupt,
    shortPath,
  };
}

/** `--no-color` and NO_COLOR switch colours off, FORCE_COLOR on; else a terminal decides. */
function wantsColours(colour: boolean, isTerminal: boolean): boolean {
  const { NO_COLOR: no = '', FORCE_COLOR: force = '' } = process.env;
  if (!colour || no !== '') return false;
  if (force !== '') return force !== '0';
  return isTerminal && process.env['TERM'] !== 'dumb';
}

async function confirm(question: string): Promise<boolean> {
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await prompt.question(`${question} [y/N] `);
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    prompt.close();
  }
}

function onInterrupt(say: () => void): void {
  process.once('SIGINT', () => {
    say();
    process.exit(130);
  });
}

function shortest(from: string, path: string): string {
  const below = relative(from, path);
  return below === '' || below.startsWith('..') || isAbsolute(below) ? path : below;
}

function definedEntries(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
