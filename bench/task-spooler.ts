import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Missing } from './case.ts';
import { type Contestant, calmEnv, timed } from './timed.ts';

/** A task-spooler with a server of its own: a small C program, so what the machine can do at best. */
export type TaskSpooler = {
  readonly list: (finished: number) => Contestant;
  readonly start: Contestant;
  readonly end: () => void;
};

export function taskSpoolerVersion(): string | null {
  const { stdout, error } = spawnSync('tsp', ['-V'], { encoding: 'utf8' });
  return error === undefined ? (/v(\d[\w.]*)/.exec(stdout)?.[1] ?? 'unknown') : null;
}

export function taskSpoolerIn(home: string): TaskSpooler | Missing {
  if (taskSpoolerVersion() === null) return { missing: 'task-spooler is not installed' };
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const env = { ...calmEnv(), TS_SOCKET: join(home, 'socket'), TMPDIR: home };
  const measured = (...args: readonly string[]) => timed({ command: 'tsp', args, cwd: home, env });
  return {
    list: (finished) => {
      for (let index = 0; index < finished; index += 1)
        spawnSync('tsp', ['-n', 'true'], { env, stdio: 'ignore' });
      return () => measured('-l');
    },
    start: () => measured('-n', 'true'),
    end: () => {
      spawnSync('tsp', ['-K'], { env, stdio: 'ignore' });
    },
  };
}
