import { existsSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Chance } from './chance.ts';
import type { CallEnv } from './ground.ts';

/** A wall clock that jumps, for whoever is started with its variables; nobody else notices. */
export type JumpingClock = {
  readonly env: CallEnv;
  readonly jump: () => void;
  readonly settle: () => void;
};

const libraries = ['x86_64-linux-gnu', 'aarch64-linux-gnu', ''].map(
  (machine) => `/usr/lib/${machine === '' ? '' : `${machine}/`}faketime/libfaketimeMT.so.1`,
);
const jumpsSeconds = [-86_400, -7200, -60, 0, 60, 3600, 86_400] as const;

/** Null where libfaketime is not installed. Only the wall clock jumps: what measures time does not look at it. */
export function jumpingClock(folder: string, chance: Chance): JumpingClock | null {
  const library = libraries.find((path) => existsSync(path));
  if (library === undefined) return null;
  const file = join(folder, 'clock');
  const set = (seconds: number): void => {
    writeFileSync(`${file}.new`, `${seconds < 0 ? '' : '+'}${seconds}\n`);
    renameSync(`${file}.new`, file);
  };
  set(0);
  return {
    env: {
      LD_PRELOAD: library,
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
      FAKETIME_NO_CACHE: '1',
      FAKETIME_DISABLE_SHM: '1',
      // A file's times are the kernel's, which does not jump.
      NO_FAKE_STAT: '1',
    },
    jump: () => set(chance.pick(jumpsSeconds)),
    settle: () => set(0),
  };
}
