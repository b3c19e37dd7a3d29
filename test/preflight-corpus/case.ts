import type { Capability } from '../rig/capability.ts';
import type { Place } from './place.ts';

/** One launch, as somebody makes it. `{here}` in words and values stands for the project folder. */
export type LaunchCase = {
  readonly name: string;
  readonly given: (place: Place) => void;
  /** The command line behind `tapps-agents`. */
  readonly words: readonly string[];
  readonly env?: Readonly<Record<string, string>> | ((place: Place) => Readonly<Record<string, string>>);
  /** Shell lines that come before, in a mount namespace where it needs one. */
  readonly before?: string;
  readonly needs?: Capability;
  /** A command that runs in the background meanwhile. */
  readonly running?: readonly string[];
  /** Where a dry run is not enough: it is launched, and it is seen what ran. */
  readonly launched?: true;
};

/** A launch that must be refused before anything runs. */
export type BrokenLaunch = LaunchCase & {
  /** In what is said. */
  readonly expect: string | RegExp;
  /** The command line itself is malformed: exit code 2 instead of 3. */
  readonly usage?: true;
};

/** A launch that looks suspicious and works. */
export type SoundLaunch = LaunchCase;

export const nothing = (): void => {};

/** `bg run -- …`, the way that most are launched. */
export function run(...command: readonly string[]): readonly string[] {
  return ['bg', 'run', '--', ...command];
}

/** `bg run <options> -- ./job`, for what is not about the command. */
export function job(...options: readonly string[]): readonly string[] {
  return ['bg', 'run', ...options, '--', './job'];
}

/** The workflow in `flow.yaml`. */
export function flowOf(...options: readonly string[]): readonly string[] {
  return ['workflow', 'flow.yaml', ...options];
}

/** A place with the program that `job` launches. */
export function withJob(more: (place: Place) => void = nothing): (place: Place) => void {
  return (place) => {
    place.program('job');
    more(place);
  };
}
