import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleepMs } from 'node:timers/promises';
import { type Contestant, calmEnv, timed } from './timed.ts';

/** The built program, as a user has it. */
export const program = join(import.meta.dirname, '..', 'dist', 'main.js');

/** A folder in which commands are run. */
export type Project = {
  readonly root: string;
  readonly journalFolder: string;
  readonly journalOf: (id: string) => string;
  readonly outputOf: (id: string) => string;
};

/** Nobody is told on a desktop or a terminal: a desktop takes what its helper needs to start. */
export const quietNotices = 'notifications: {desktop_enabled: false, terminal_enabled: false}';

const waitLimitMs = 60_000;
const pollMs = 20;

/** With settings of its own, if any, in YAML. */
export function projectIn(folder: string, name: string, settings = ''): Project {
  const root = join(folder, name);
  // A root of its own, whatever repository it may lie in.
  mkdirSync(join(root, '.tapps-agents', 'journal'), { recursive: true, mode: 0o700 });
  if (settings !== '')
    writeFileSync(join(root, '.tapps-agents', 'config.yaml'), `background_processes: {${settings}}\n`);
  const journalFolder = join(root, '.tapps-agents', 'journal');
  const outputFolder = join(root, '.tapps-agents', 'output');
  return {
    root,
    journalFolder,
    journalOf: (id) => join(journalFolder, `${id}.ndjson`),
    outputOf: (id) => join(outputFolder, `${id}.output`),
  };
}

/** What the command said. One that fails ends the bench. */
export async function call({ root }: Project, ...args: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, [program, 'bg', ...args], {
    cwd: root,
    env: calmEnv(),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`bg ${args.join(' ')} ended with ${code}: ${said}`);
  return said;
}

/** A command by the clock, from its start to its end. */
export function command({ root }: Project, ...args: readonly string[]): Contestant {
  return () => timed({ command: process.execPath, args: [program, 'bg', ...args], cwd: root });
}

/** Runs it to its recorded verdict. */
export async function finishedRun(project: Project, ...argv: readonly string[]): Promise<string> {
  const id = await launch(project, ...argv);
  await found(`the verdict of ${id}`, () => eventOf(project, id, 'process.completed'));
  return id;
}

export async function launch(project: Project, ...argv: readonly string[]): Promise<string> {
  return (await call(project, 'run', '--quiet', '--', ...argv)).trim();
}

export type WrittenEvent = { readonly at: string; readonly data: Readonly<Record<string, unknown>> };

export function eventOf(project: Project, id: string, type: string): WrittenEvent | undefined {
  return eventsOf(project, id, type)[0];
}

export function eventsOf(project: Project, id: string, type: string): WrittenEvent[] {
  const lines = readFileSync(project.journalOf(id), 'utf8').split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line)).filter((event) => event.type === type);
}

/** Bytes of its output that came faster than its supervisor reads: it says how many. */
export function unreadBytes(project: Project, id: string): number {
  return eventsOf(project, id, 'process.warned')
    .filter(({ data }) => data['kind'] === 'output_unscanned')
    .reduce((sum, { data }) => sum + Number(data['bytes']), 0);
}

/** Looks until it is there. */
export async function found<T>(what: string, look: () => T | undefined): Promise<T> {
  const deadlineMs = performance.now() + waitLimitMs;
  for (;;) {
    const seen = look();
    if (seen !== undefined) return seen;
    if (performance.now() > deadlineMs) throw new Error(`${what} did not come`);
    await sleepMs(pollMs);
  }
}

/** The last act of whoever used it: no watcher runs on. One that went by itself is as well. */
export function leave({ root }: Project): void {
  spawnSync(process.execPath, [program, 'bg', 'watch', '--stop'], {
    cwd: root,
    env: calmEnv(),
    stdio: 'ignore',
  });
}
