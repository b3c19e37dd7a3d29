import { existsSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive } from './project.ts';

/** A wall clock of their own for all programs that are started with its variables. */
export type TurnedClock = {
  readonly env: Readonly<Record<string, string>>;
  /** How far it is from the real one. */
  readonly turn: (seconds: number) => void;
};

/**
 * Only the wall clock is turned, not the one that measures time; and not the times of files, which are the kernel's.
 * `library` is libfaketime, which also speaks on the standard error of whoever is preloaded with it.
 */
export function turnedClock(library: string, folder: string): TurnedClock {
  const file = join(folder, 'clock');
  const turn = (seconds: number): void => {
    writeFileSync(`${file}.new`, `${seconds < 0 ? '' : '+'}${seconds}\n`);
    renameSync(`${file}.new`, file);
  };
  turn(0);
  return {
    env: {
      LD_PRELOAD: library,
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_NO_CACHE: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
      DONT_FAKE_MONOTONIC: '1',
      NO_FAKE_STAT: '1',
    },
    turn,
  };
}

const shared = '/dev/shm';

/** The library's shared memory is named after a process, and stays when that is killed. */
export function sweepTurnedClocks(): void {
  if (!existsSync(shared)) return;
  for (const name of readdirSync(shared)) {
    const pid = /^(?:sem\.)?faketime_(?:sem|shm)_(\d+)$/.exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) rmSync(join(shared, name), { force: true });
  }
}
