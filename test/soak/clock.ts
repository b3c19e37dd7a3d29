import { libfaketime } from '../rig/capability.ts';
import { sweepTurnedClocks, turnedClock } from '../rig/turned-clock.ts';
import type { Chance } from './chance.ts';
import type { CallEnv } from './ground.ts';

/** A wall clock that jumps, for whoever is started with its variables; nobody else notices. */
export type JumpingClock = {
  readonly env: CallEnv;
  readonly jump: () => void;
  readonly settle: () => void;
};

const jumpsSeconds = [-86_400, -7200, -60, 0, 60, 3600, 86_400] as const;

/** Null where libfaketime is not installed. */
export function jumpingClock(folder: string, chance: Chance): JumpingClock | null {
  const library = libfaketime();
  if (library === undefined) return null;
  const { env, turn } = turnedClock(library, folder);
  return {
    env,
    jump: () => turn(chance.pick(jumpsSeconds)),
    settle: () => {
      turn(0);
      sweepTurnedClocks();
    },
  };
}
