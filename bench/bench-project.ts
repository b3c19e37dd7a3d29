import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleepMs } from 'node:timers/promises';

export const program = join(import.meta.dirname, '..', 'dist', 'main.js');

const waitLimitMs = 60_000;

/** A project of its own for a bench, in the temporary folder. Nobody is told anything on a desktop or a terminal. */
export class BenchProject {
  readonly root: string;
  readonly #launched: string[] = [];

  constructor(name: string) {
    this.root = mkdtempSync(join(tmpdir(), `bench-${name}-`));
    mkdirSync(join(this.root, '.git'));
    mkdirSync(this.stateFolder, { mode: 0o700 });
    const settings = 'notifications: {desktop_enabled: false, terminal_enabled: false}';
    writeFileSync(
      join(this.stateFolder, 'config.yaml'),
      `background_processes: {max_concurrent_processes: 100, ${settings}}\n`,
    );
  }

  get stateFolder(): string {
    return join(this.root, '.tapps-agents');
  }

  journal(id: string): string {
    return join(this.stateFolder, 'journal', `${id}.ndjson`);
  }

  output(id: string): string {
    return join(this.stateFolder, 'output', `${id}.output`);
  }

  async launch(command: readonly string[], ...options: readonly string[]): Promise<string> {
    const id = (await this.call('run', '--quiet', ...options, '--', ...command)).trim();
    this.#launched.push(id);
    return id;
  }

  async call(...args: readonly string[]): Promise<string> {
    const child = spawn(process.execPath, [program, 'bg', ...args], {
      cwd: this.root,
      env: { ...process.env, TAPPS_BG_MONITORING_ENABLED: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    let complaint = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaint += text;
    });
    const code = await new Promise((resolve) => child.once('close', resolve));
    if (code !== 0) throw new Error(`bg ${args.join(' ')} ended with ${code}: ${complaint}`);
    return said;
  }

  /** Pids of a run, of its newest attempt. */
  async pidsOf(id: string): Promise<{ readonly pid: number; readonly supervisorPid: number }> {
    return (await this.eventOf(id, 'process.started')).data;
  }

  async watcherPid(): Promise<number> {
    return awaited('a watcher', async () => JSON.parse(await this.call('list', '--json')).watcher?.pid);
  }

  /** The newest event of a type, once there is one. */
  eventOf(id: string, type: string) {
    return awaited(`${type} of ${id}`, async () => {
      if (!existsSync(this.journal(id))) return undefined;
      const lines = readFileSync(this.journal(id), 'utf8').split('\n').slice(0, -1);
      return lines.map((line) => JSON.parse(line)).findLast((event) => event.type === type);
    });
  }

  /** Everything that it started ends with it. */
  async remove(): Promise<void> {
    for (const id of this.#launched) await this.call('stop', id, '--yes').catch(() => '');
    await this.call('watch', '--stop').catch(() => '');
    rmSync(this.root, { recursive: true, force: true, maxRetries: 5 });
  }
}

export async function awaited<Fact>(what: string, look: () => Promise<Fact | undefined>): Promise<Fact> {
  const deadlineMs = performance.now() + waitLimitMs;
  for (;;) {
    const fact = await look();
    if (fact !== undefined) return fact;
    if (performance.now() > deadlineMs) throw new Error(`${what} did not come`);
    await sleepMs(50);
  }
}
