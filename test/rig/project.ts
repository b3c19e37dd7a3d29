import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CatalogueEvent, DataOf, EventType } from '../../schemas/event.ts';
import type { ProcessJson } from '../../schemas/generated/types.ts';
import { projectAt } from '../../src/journal/project-paths.ts';
import { stopWatcher } from '../../src/watch/watcher-control.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** What a call of the program came to. */
export type Called = { readonly code: number; readonly stdout: string; readonly stderr: string };
export type CallOptions = {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  readonly input?: string;
};

const builtProgram = join(import.meta.dirname, '..', '..', 'dist', 'main.js');

/** An empty folder with the built program, as a user has them. Everything that was launched in it ends with it. */
export class TestProject {
  readonly folder: string;
  readonly program: string;

  constructor(program: string = builtProgram) {
    this.folder = temporaryFolder('tapps-test-');
    this.program = program;
  }

  /** Runs `tapps-agents …` to its end. */
  call(args: readonly string[], options: CallOptions = {}): Promise<Called> {
    return new Promise((resolve) => {
      const child = execFile(
        process.execPath,
        [this.program, ...args],
        {
          cwd: options.cwd ?? this.folder,
          env: { ...process.env, NODE_V8_COVERAGE: undefined, ...options.env },
          maxBuffer: 256 * 1024 * 1024,
        },
        (error, stdout, stderr) => {
          const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
          resolve({ code, stdout, stderr });
        },
      );
      child.stdin?.on('error', () => {});
      child.stdin?.end(options.input ?? '');
    });
  }

  /** `bg run [options] -- command`, and the id. Fails the test if it is not launched. */
  async launch(
    command: readonly string[],
    options: readonly string[] = [],
    call: CallOptions = {},
  ): Promise<string> {
    const { code, stdout, stderr } = await this.call(
      ['bg', 'run', '--quiet', ...options, '--', ...command],
      call,
    );
    if (code !== 0) throw new Error(`not launched (exit ${code}): ${stderr}${stdout}`);
    return stdout.trim();
  }

  /** `bg status <id> --json`. */
  async status(reference: string): Promise<ProcessJson> {
    return this.callJson<ProcessJson>(['bg', 'status', reference]);
  }

  /** Any command with `--json`, parsed. */
  async callJson<Document>(args: readonly string[]): Promise<Document> {
    const { stdout, stderr, code } = await this.call([...args, '--json']);
    try {
      return JSON.parse(stdout);
    } catch {
      throw new Error(`no JSON from ${args.join(' ')} (exit ${code}): ${stdout}${stderr}`);
    }
  }

  /** Asks for the status until it is as wanted; fails after `limitMs`. */
  statusOnce(
    reference: string,
    wanted: (status: ProcessJson) => boolean,
    limitMs = 10_000,
  ): Promise<ProcessJson> {
    return eventually(async () => {
      const status = await this.status(reference);
      return wanted(status) ? status : null;
    }, limitMs);
  }

  /** Lets more processes run at once than a user's default allows. */
  raiseLimit(): void {
    const folder = join(this.folder, '.tapps-agents');
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(join(folder, 'config.yaml'), 'background_processes: {max_concurrent_processes: 1000}\n');
  }

  journalPath(id: string): string {
    return join(this.folder, '.tapps-agents', 'journal', `${id}.ndjson`);
  }

  outputPath(id: string): string {
    return join(this.folder, '.tapps-agents', 'output', `${id}.output`);
  }

  /** Every complete line of a journal, parsed. */
  events(id: string): CatalogueEvent[] {
    const path = this.journalPath(id);
    if (!existsSync(path)) return [];
    const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1);
    return lines.filter((line) => line !== '').map((line) => JSON.parse(line));
  }

  /** The first event of a type, waited for. */
  event<Type extends EventType>(id: string, type: Type, limitMs = 10_000): Promise<DataOf<Type>> {
    return eventually(async () => {
      const found = this.events(id).find((event) => event.type === type);
      return found === undefined ? null : (found.data as DataOf<Type>);
    }, limitMs);
  }

  /** Stops whatever still runs and removes the folder. */
  async end(): Promise<void> {
    const { processes } = await this.callJson<{ processes: ProcessJson[] }>(['bg', 'status']);
    for (const { id } of processes) await this.call(['bg', 'stop', id, '--yes', '--grace', '100ms']);
    // Before the folder: a watcher that still writes into it would make it anew.
    await stopWatcher(projectAt(this.folder)).catch(() => {}); // a folder that a test has spoilt
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 10 });
  }
}

/** Asks again and again until there is an answer; fails the test after `limitMs`. */
export async function eventually<Answer>(
  ask: () => Promise<Answer | null> | Answer | null,
  limitMs = 10_000,
): Promise<Answer> {
  const deadline = performance.now() + limitMs;
  for (;;) {
    const answer = await ask();
    if (answer !== null) return answer;
    if (performance.now() > deadline)
      throw new Error(`nothing came within ${limitMs} ms of: ${ask.toString().slice(0, 200)}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** True while a process with this number lives (a zombie does not). */
export function isAlive(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) [ZXx]/s.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    return false;
  }
}
