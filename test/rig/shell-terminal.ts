import { type ChildProcess, spawn } from 'node:child_process';
import { eventually } from './project.ts';

/** A terminal as a launch writes it down: its device, and the session that it belongs to. */
export type TerminalName = { readonly tty: string; readonly session: number };

/** A shell that waits for somebody to type, on a pseudo-terminal of its own (needs the capability `pty`). */
export class ShellTerminal {
  /** Everything that the terminal was sent. */
  screen = '';
  private readonly script: ChildProcess;
  private readonly gone: Promise<unknown>;

  constructor(cwd: string, shell = 'bash --norc --noprofile -i') {
    const env = { ...process.env, TERM: 'xterm-256color', PS1: 'ready> ', NODE_V8_COVERAGE: undefined };
    this.script = spawn('script', ['-qec', shell, '/dev/null'], { cwd, env });
    this.gone = new Promise((resolve) => this.script.once('close', resolve));
    this.script.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.screen += text;
    });
  }

  type(keys: string): void {
    this.script.stdin?.write(keys);
  }

  /** Waits until something is on the screen that was not there before `from`. */
  shows(what: RegExp, from = 0): Promise<RegExpExecArray> {
    return eventually(() => what.exec(this.screen.slice(from)), 20_000);
  }

  /** Has the shell say where it is. */
  async name(): Promise<TerminalName> {
    this.type('echo "AT=$(tty) IN=$(ps -o sid= -p $$)."\r');
    const [, tty = '', session] = await this.shows(/AT=(\/dev\/\S+) IN= *(\d+)\./);
    return { tty, session: Number(session) };
  }

  /** Takes the terminal away, as closing its window would: what runs there is hung up. `script` itself only hears KILL. */
  async end(): Promise<void> {
    if (this.script.exitCode === null) this.script.kill('SIGKILL');
    await this.gone;
  }

  /** Types Ctrl-D at the shell, and waits until the terminal is gone. */
  async leave(): Promise<void> {
    this.type('\x04');
    await this.gone;
  }
}
