import { statSync, writeFileSync } from 'node:fs';
import { isAbsolute, join, relative, resolve } from 'node:path';
import { FailureError } from '../schemas/failure.ts';
import { takeScreen } from './base/full-screen.ts';
import { hasCode } from './base/system-error.ts';
import { readKeys } from './base/terminal-keys.ts';
import { writeOut, writePaced } from './base/write-out.ts';
import type { Hands } from './cli/hands.ts';
import { settingsOf } from './compose-settings.ts';
import { whereOf } from './config/config-problem.ts';
import type { ConfigProblem } from './config/settings.ts';
import { findProject } from './journal/project-paths.ts';
import { version } from './manifest.ts';
import { safeText } from './output/safe-text.ts';

export type GlobalOptions = {
  readonly directory: string | undefined;
  readonly json: boolean;
  readonly colour: boolean;
  readonly behindDashes: readonly string[] | null;
  /** Leaves nothing behind, not even a cache. */
  readonly onlyLooks: boolean;
};

/** Gives the commands their real hands: the project, its settings, the terminal. */
export async function composeHands(options: GlobalOptions): Promise<Hands> {
  const from = currentFolder();
  const cwd = resolve(from, options.directory ?? '.');
  if (!isFolder(cwd)) {
    const message = `-C ${safeText(cwd, { maxChars: 200 })}: there is no such folder`;
    throw new FailureError({ code: 'usage', message });
  }
  const project = findProject(cwd);
  const asked = options.onlyLooks ? { ...project, isOnlyRead: true as const } : project;
  const { settings, problems } = await settingsOf(asked, process.env, version);
  const stdoutIsTerminal = process.stdout.isTTY === true;
  return {
    project,
    settings,
    configProblems: problems,
    configWarning: warningOf(problems, (path) => shortest(from, path)),
    version,
    supervisorEntry: join(import.meta.dirname, 'supervisor.js'),
    stepRunnerEntry: join(import.meta.dirname, 'step-runner.js'),
    watcherEntry: join(import.meta.dirname, 'watcher.js'),
    notifyHelper: join(import.meta.dirname, 'notify-helper.js'),
    presetsFolder: join(import.meta.dirname, 'presets'),
    cwd,
    env: definedEntries(process.env),
    behindDashes: options.behindDashes,
    json: options.json,
    colours: wantsColours(options.colour, stdoutIsTerminal),
    terminal: terminalFacts(),
    columns: stdoutIsTerminal && process.env['TERM'] !== 'dumb' ? columnsOf(process.stdout) : null,
    nowMs: () => Date.now(),
    write: (text) => void process.stdout.write(text),
    writeBytes: (bytes) => void process.stdout.write(bytes),
    writeOut,
    writeFile: (path, text) => writeFileAt(resolve(cwd, path), text),
    writePaced,
    tell: (line) => void process.stderr.write(`${line}\n`),
    progress: progressLine(),
    confirm,
    readKeys: () => readKeys(process.stdin),
    takeScreen: () => takeScreen(process.stdout),
    onInterrupt,
    shortPath: (path) => shortest(from, path),
  };
}

function terminalFacts(): Hands['terminal'] {
  return {
    /** Asked of the few commands that ask questions: Node loads streams for it, 1.5 ms of a start. */
    get stdin() {
      return process.stdin.isTTY === true;
    },
    stdout: process.stdout.isTTY === true,
    stderr: process.stderr.isTTY === true,
  };
}

function writeFileAt(path: string, text: string): string {
  writeFileSync(path, text);
  return path;
}

/** Nothing is drawn where stderr is no terminal, nor taken away where nothing was drawn. */
function progressLine(): (line: string | null) => void {
  const canDraw = process.stderr.isTTY === true && process.env['TERM'] !== 'dumb';
  let isDrawn = false;
  return (line) => {
    if (!canDraw || (line === null && !isDrawn)) return;
    isDrawn = line !== null;
    process.stderr.write(`\r\x1b[K${line ?? ''}`);
  };
}

/** A terminal that does not say how wide it is has 80, as terminals of that kind do. */
function columnsOf({ columns }: NodeJS.WriteStream): number {
  return columns > 0 ? columns : 80;
}

/** `--no-color` and NO_COLOR switch colours off, FORCE_COLOR on; else a terminal decides. */
function wantsColours(colour: boolean, isTerminal: boolean): boolean {
  const { NO_COLOR: no = '', FORCE_COLOR: force = '' } = process.env;
  if (!colour || no !== '') return false;
  if (force !== '') return force !== '0';
  return isTerminal && process.env['TERM'] !== 'dumb';
}

/** One line for all: the first error, and how many there are. A launch lists them. */
function warningOf(problems: readonly ConfigProblem[], shortPath: (path: string) => string): string | null {
  const [first, ...others] = problems.filter(({ severity }) => severity === 'error');
  if (first === undefined) return null;
  const where = whereOf(first, (path) => safeText(shortPath(path)));
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
  return `${where}: ${first.message}${more}`;
}

/** Ctrl-D and Ctrl-C are a no: without an answer, nothing is done. */
async function confirm(question: string): Promise<boolean> {
  const { createInterface } = await import('node:readline/promises');
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  const closed = new Promise<string>((resolve) => prompt.once('close', () => resolve('')));
  try {
    const answer = await Promise.race([prompt.question(`${question} [y/N] `), closed]);
    return /^y(es)?$/i.test(answer.trim());
  } catch (error) {
    if (hasCode(error, 'ABORT_ERR')) return false;
    throw error;
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

/** Throws `usage` if it was removed under us: Node's own error for that is a stack. */
export function currentFolder(): string {
  try {
    return process.cwd();
  } catch (error) {
    if (!hasCode(error, 'ENOENT', 'EACCES')) throw error;
    const message = 'The current folder is gone, or may not be entered';
    throw new FailureError({ code: 'usage', message, hint: 'change to another one: cd' });
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** The shortest form of a path from where this program was started, for errors that end it before it has hands. */
export function shortPath(path: string): string {
  return shortest(currentFolder(), path);
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
