import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestFile } from './test-files.ts';
import { findLeftovers, killLeftovers, markerName, type Traces } from './test-leftovers.ts';
import { type Counts, type Ending, judgeTestFile } from './test-summary.ts';

export type Outcome = {
  readonly path: string;
  readonly counts: Counts;
  readonly problems: readonly string[];
  readonly durationMs: number;
  readonly output: string;
};

/** What the loader of TypeScript keeps in the temp folder. */
const loadersFiles = /^(tsx-\d+|node-compile-cache)$/;

type Exit = Pick<Ending, 'exitCode' | 'signal'> & { readonly timedOut: boolean };

const running = new Set<{ child: ChildProcess; traces: Traces }>();

/** Runs one test file in a process, a process group, a temp folder and a home of its own, and judges its end. */
export async function runTestFile(root: string, file: TestFile): Promise<Outcome> {
  const startMs = performance.now();
  // Resolved, because a test compares paths: on macOS the temp folder is behind a link.
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'tapps-test-')));
  try {
    const { exit, leftovers, output } = await runInFolder(root, file, folder);
    const { counts, problems } = judgeTestFile({ ...exit, output });
    const files = readdirSync(join(folder, 'tmp')).filter((name) => !loadersFiles.test(name));
    const all = [
      ...(exit.timedOut ? [`killed after its time limit of ${file.timeoutMs / 1000} s`] : []),
      ...problems,
      ...leftovers.map(({ pid, command }) => `left a process behind: ${pid} ${command}`),
      ...files.map((name) => `left in the temp folder: ${name}`),
    ];
    const failed = Math.max(counts.failed, all.length > 0 ? 1 : 0);
    const durationMs = performance.now() - startMs;
    return { path: file.path, counts: { ...counts, failed }, problems: all, durationMs, output };
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** For the runner's own end by a signal: the files' groups do not get the terminal's. */
export function killRunningFiles(): void {
  for (const { child, traces } of running) {
    killGroup(child);
    for (const { pid } of findLeftovers(traces)) process.kill(pid, 'SIGKILL');
    rmSync(traces.folder, { recursive: true, force: true });
  }
}

async function runInFolder(root: string, file: TestFile, folder: string) {
  const marker = [process.env[markerName], randomBytes(8).toString('hex')].filter(Boolean).join('/');
  const outputPath = join(folder, 'output');
  const child = startFile(root, file, folder, marker, outputPath);
  const traces = { groupId: child.pid ?? 0, marker, folder };
  const entry = { child, traces };
  running.add(entry);
  try {
    const exit = await waitForExit(child, file.timeoutMs);
    const leftovers = await killLeftovers(traces);
    return { exit, leftovers, output: readFileSync(outputPath, 'utf8') };
  } finally {
    running.delete(entry);
  }
}

/** Output goes to a file: with a pipe, a grandchild that keeps it open would hold up the end. */
function startFile(root: string, file: TestFile, folder: string, marker: string, outputPath: string) {
  const output = openSync(outputPath, 'a', 0o600);
  try {
    return spawn(process.execPath, ['--import', 'tsx', file.path], {
      cwd: root,
      env: testEnvironment(folder, marker),
      detached: process.platform !== 'win32',
      stdio: ['ignore', output, output],
    });
  } finally {
    closeSync(output);
  }
}

/** The caller's own settings, colours and supervisor must not reach a test; what a test needs, it sets itself. */
function testEnvironment(folder: string, marker: string): NodeJS.ProcessEnv {
  const home = join(folder, 'home');
  const temp = join(folder, 'tmp');
  mkdirSync(home, { mode: 0o700 });
  mkdirSync(temp, { mode: 0o700 });
  const inherited = Object.entries(process.env).filter(([name]) => !isPersonal(name));
  return {
    ...Object.fromEntries(inherited),
    ...{ HOME: home, USERPROFILE: home, TMPDIR: temp, TMP: temp, TEMP: temp },
    ...{ NODE_ENV: 'test', LC_ALL: 'C.UTF-8', TZ: 'UTC', [markerName]: marker },
    // A watcher outlives what it watches by a minute: only tests that are about it let one start.
    TAPPS_BG_MONITORING_ENABLED: '0',
  };
}

function isPersonal(name: string): boolean {
  if (name.startsWith('TAPPS_')) return !name.startsWith('TAPPS_TEST_');
  const names = ['CI', 'FORCE_COLOR', 'NO_COLOR', 'LANG', 'LANGUAGE', 'APPDATA', 'LOCALAPPDATA'];
  return names.includes(name) || name.startsWith('XDG_') || name.startsWith('GITHUB_');
}

function waitForExit(child: ChildProcess, timeoutMs: number): Promise<Exit> {
  return new Promise((resolve, reject) => {
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      killGroup(child);
    }, timeoutMs);
    child.once('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.once('exit', (exitCode, signal) => {
      clearTimeout(timer);
      resolve({ exitCode, signal, timedOut });
    });
  });
}

function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/PID', String(pid), '/T', '/F'], { windowsHide: true });
    return;
  }
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
