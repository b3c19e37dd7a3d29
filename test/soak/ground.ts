import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Project, projectAt } from '../../src/journal/project-paths.ts';
import type { Called } from '../rig/project.ts';

/** What a soak stands on: a folder of its own with a copy of the built program, a home, and a project. */
export type Ground = {
  readonly folder: string;
  /** Where what is known of each process is written down, by the process itself and by who does it harm. */
  readonly book: string;
  /** Each notice that the desktop was asked to show, a line each. */
  readonly shown: string;
  /** The only temporary folder that anything here knows of; empty when all is over. */
  readonly temp: string;
  readonly project: Project;
  readonly call: (args: readonly string[], env?: CallEnv) => RunningCall;
};

export type CallEnv = Readonly<Record<string, string>>;
export type RunningCall = { readonly child: ChildProcess; readonly called: Promise<Called> };

const root = join(import.meta.dirname, '..', '..');

/** A copy, so that a build in between does not change what is tried. */
export function layGround(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'tapps-soak-')));
  cpSync(join(root, 'dist'), join(folder, 'dist'), { recursive: true });
  cpSync(join(import.meta.dirname, 'worker.sh'), join(folder, 'worker.sh'));
  mkdirSync(join(folder, 'home'), { mode: 0o700 });
  writeFileSync(join(folder, 'package.json'), '{"type": "module"}\n');
  return folder;
}

/** A part's own project below the soak's folder; `at` puts it elsewhere (on a small disk, say). */
export function groundFor(folder: string, name: string, settings: readonly string[], at?: string): Ground {
  const project = projectAt(at ?? join(folder, name));
  const temp = join(folder, `${name}-tmp`);
  const book = join(folder, `${name}-book`);
  const bin = join(folder, `${name}-bin`);
  const shown = join(folder, `${name}-shown`);
  for (const path of [temp, book, bin, project.stateFolder])
    mkdirSync(path, { recursive: true, mode: 0o700 });
  const lines = ['max_concurrent_processes: 1000', ...settings];
  writeFileSync(project.configFile, `background_processes:\n${lines.map((line) => `  ${line}\n`).join('')}`);
  writeFileSync(join(bin, 'notify-send'), fakeNotifySend(shown), { mode: 0o755 });
  const env = environment(folder, bin, temp);
  return {
    ...{ folder, book, temp, project, shown },
    call: (args, more = {}) =>
      runCall([join(folder, 'dist', 'main.js'), ...args], project.root, { ...env, ...more }),
  };
}

/** SIGKILL for a call that still goes on; a child of ours keeps its number until it is waited for. */
export function killCall({ child }: RunningCall): boolean {
  return child.exitCode === null && child.signalCode === null && child.kill('SIGKILL');
}

/** Nobody's own settings, and a display, so that there is a desktop to tell. */
function environment(folder: string, bin: string, temp: string): Record<string, string> {
  return {
    PATH: `${bin}:${process.env['PATH'] ?? '/usr/bin:/bin'}`,
    ...{ HOME: `${folder}/home`, XDG_CONFIG_HOME: `${folder}/home/.config`, TMPDIR: temp },
    ...{ LC_ALL: 'C.UTF-8', TZ: 'UTC', NODE_ENV: 'test', DISPLAY: ':999' },
  };
}

/** All arguments of one call in one line and one write. node-notifier also asks it for its version. */
function fakeNotifySend(shown: string): string {
  return `#!/bin/sh
line=
for word in "$@"; do line="$line\t$(printf '%s' "$word" | tr '\\n\\t' '  ')"; done
printf '%s\\n' "$line" >> '${shown}'
`;
}

function runCall(args: readonly string[], cwd: string, env: Record<string, string>): RunningCall {
  const child = spawn(process.execPath, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const called = new Promise<Called>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? -1, stdout, stderr }));
  });
  return { child, called };
}
