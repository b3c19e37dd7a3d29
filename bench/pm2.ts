import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Missing } from './case.ts';
import { type Contestant, calmEnv, timed } from './timed.ts';

/** A pm2 with a home, and so a daemon, of its own. */
export type Pm2 = {
  /** Lists so many processes that run. */
  readonly jlist: (running: number) => Contestant;
  /** Starts a command with the daemon up. */
  readonly startWarm: Contestant;
  /** Starts it, and the daemon before. */
  readonly startCold: Contestant;
  /** Ends what it started, and its daemon. */
  readonly end: () => void;
};

const folderOfPackage = join(import.meta.dirname, 'node_modules', 'pm2');
const pm2 = join(folderOfPackage, 'bin', 'pm2');
/** Once, as it is, and not again when it ends: what `bg run` does. */
const once = ['--interpreter', 'none', '--no-autorestart', '--name'];

export function pm2Version(): string | null {
  const path = join(folderOfPackage, 'package.json');
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).version : null;
}

export function pm2In(home: string): Pm2 | Missing {
  if (pm2Version() === null) return { missing: 'pm2 is not installed: `npm run bench -- --install`' };
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const env = { ...calmEnv(), PM2_HOME: home };
  const call = (...args: readonly string[]) => {
    const { status, stderr } = spawnSync(process.execPath, [pm2, ...args], {
      cwd: home,
      env,
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`pm2 ${args.join(' ')} ended with ${status}: ${stderr}`);
  };
  const measured = (...args: readonly string[]) =>
    timed({ command: process.execPath, args: [pm2, ...args], cwd: home, env });
  const start = async () => {
    const took = await measured('start', ...once, 'short', '/bin/true');
    call('delete', 'short');
    return took;
  };
  return {
    jlist: (running) => {
      for (let index = 0; index < running; index += 1)
        call('start', ...once, `sleeper-${index}`, '/bin/sleep', '--', '3600');
      return () => measured('jlist');
    },
    startWarm: start,
    startCold: () => {
      call('kill');
      return start();
    },
    end: () => call('kill'),
  };
}
