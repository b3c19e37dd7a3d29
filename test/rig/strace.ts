import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { eventually } from './project.ts';

/** Makes system calls of a running process fail, those on one file alone: `write:error=EIO:when=1..3`. */
export class FailingCalls {
  readonly #tracer: ChildProcess;
  readonly #pid: number;

  private constructor(tracer: ChildProcess, pid: number) {
    this.#tracer = tracer;
    this.#pid = pid;
  }

  static async of(pid: number, path: string, injections: readonly string[]): Promise<FailingCalls> {
    const wishes = injections.flatMap((injection) => ['-e', `inject=${injection}`]);
    const words = ['-f', '-qq', '-o', '/dev/null', '-P', path, ...wishes, '-p', String(pid)];
    const failing = new FailingCalls(spawn('strace', words, { stdio: 'ignore' }), pid);
    await eventually(() => (failing.#isTraced() ? true : null), 20_000);
    return failing;
  }

  /** From here on everything works again. */
  async end(): Promise<void> {
    this.#tracer.kill('SIGINT');
    await eventually(() => (this.#isTraced() ? null : true), 20_000);
  }

  #isTraced(): boolean {
    try {
      return !/^TracerPid:\s+0$/m.test(readFileSync(`/proc/${this.#pid}/status`, 'utf8'));
    } catch {
      return false; // it ended
    }
  }
}
