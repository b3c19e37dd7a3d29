import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { systemPython } from './capability.ts';
import { eventually } from './project.ts';

/** A notice as the desktop was asked to show it. */
export type ShownNotice = { readonly app: string; readonly title: string; readonly body: string };

const service = join(import.meta.dirname, 'fixtures', 'notification-service.py');

/** A session bus of its own with a notification service on it (needs the capability `desktop-notices`). */
export class TestDesktop {
  readonly shown: ShownNotice[] = [];
  private address: string | null = null;
  private complaints = '';
  private readonly bus: ChildProcess;

  constructor() {
    const env = { ...process.env, NODE_V8_COVERAGE: undefined };
    this.bus = spawn('dbus-run-session', ['--', systemPython, service], { env });
    this.bus.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.complaints += text;
    });
    if (this.bus.stdout === null) throw new Error('no pipe from the session bus');
    createInterface({ input: this.bus.stdout }).on('line', (line) => {
      const said = JSON.parse(line);
      if ('address' in said) this.address = said.address;
      else this.shown.push(said);
    });
  }

  /** The variables that lead to it, once it is there. */
  async variables(): Promise<Record<string, string>> {
    const address = await eventually(() => {
      if (this.bus.exitCode !== null) throw new Error(`no session bus: ${this.complaints}`);
      return this.address;
    }, 20_000);
    return { DBUS_SESSION_BUS_ADDRESS: address };
  }

  async end(): Promise<void> {
    const gone = new Promise((resolve) => this.bus.once('exit', resolve));
    if (this.bus.exitCode !== null) return;
    this.bus.stdin?.end();
    await gone;
  }
}
