import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ListJson } from '../../schemas/generated/types.ts';
import { projectAt } from '../../src/journal/project-paths.ts';
import { stopWatcher } from '../../src/watch/watcher-control.ts';
import { type Called, type CallOptions, eventually, TestProject } from './project.ts';

export type WatcherSeen = NonNullable<ListJson['watcher']>;

/** A project in which a watcher may start by itself; it ends with the project. */
export class WatchedProject extends TestProject {
  /** `settings` are lines of `background_processes`; a watcher stays for a minute unless they say otherwise. */
  constructor(settings: readonly string[] = []) {
    super();
    const folder = join(this.folder, '.tapps-agents');
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const lines = ['max_concurrent_processes: 1000', 'notifications: {desktop_enabled: false}', ...settings];
    const text = `background_processes:\n${lines.map((line) => `  ${line}\n`).join('')}`;
    writeFileSync(join(folder, 'config.yaml'), text);
  }

  override call(args: readonly string[], options: CallOptions = {}): Promise<Called> {
    return super.call(args, { ...options, env: { TAPPS_BG_MONITORING_ENABLED: '1', ...options.env } });
  }

  async watcher(): Promise<WatcherSeen> {
    const { watcher } = await this.callJson<ListJson>(['bg', 'list', '--limit', '1']);
    if (watcher === null) throw new Error('a list of now says nothing of the watcher');
    return watcher;
  }

  /** The watcher, once one runs; fails the test if none comes up. */
  watcherUp(limitMs = 20_000): Promise<WatcherSeen & { readonly pid: number }> {
    return eventually(async () => {
      const seen = await this.watcher();
      return seen.running && seen.pid !== null ? { ...seen, pid: seen.pid } : null;
    }, limitMs);
  }

  /** Lines of the log of notices, without their times. */
  told(): string[] {
    try {
      const path = join(this.folder, '.tapps-agents', 'run', 'notifications.log');
      const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1);
      return lines.map((line) => line.slice(line.indexOf(' ') + 1));
    } catch {
      return [];
    }
  }

  override async end(): Promise<void> {
    await stopWatcher(projectAt(this.folder)).catch(() => {}); // a folder that a test has spoilt
    // Whatever still comes up sees the mark of the stop and leaves; it must be gone before its folder is.
    await eventually(async () => (isAnyoneOf(this.folder) ? null : true), 20_000);
    await super.end();
  }
}

/**
 * A watcher of this project, or the shell that would become the next, lives. A watcher's words are gone as soon as it has
 * its title, long before it holds the project, or sees that it may not.
 */
function isAnyoneOf(folder: string): boolean {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .some((pid) => {
      try {
        const words = readFileSync(`/proc/${pid}/cmdline`, 'latin1').split('\0');
        if (words[0] === `tapps-agents watcher ${folder}`) return true;
        return words.includes(folder) && words.some((word) => word.endsWith('watcher.js'));
      } catch {
        return false;
      }
    });
}
