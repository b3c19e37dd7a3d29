import type { Place } from '../preflight-corpus/place.ts';
import type { Capability } from '../rig/capability.ts';
import type { TestProject } from '../rig/project.ts';

/** A launch that is under way: who may still do something to it. */
export type UnderWay = { readonly project: TestProject; readonly place: Place; readonly id: string };

/** One process that came, or did not come, to its end, and what `bg why` says of it. */
export type Fate = {
  readonly name: string;
  readonly given?: (place: Place) => void;
  /** What is launched before it; `{first}` in its own words stands for the id of that. */
  readonly first?: readonly string[];
  /** The command line behind `tapps-agents`. */
  readonly words: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly needs?: Capability;
  /** What is done to it while it runs, instead of waiting for its end. It does not return before that has happened. */
  readonly meanwhile?: (underWay: UnderWay) => Promise<unknown>;
  /** The first line: whole, or as much of it as does not depend on the machine. */
  readonly says: string | RegExp;
  /** The rule that found it, in `--json`. */
  readonly rule: string | RegExp;
  readonly certainty: 'certain' | 'likely' | 'unknown';
  /** Who sent the signal, where that is said. */
  readonly sender?: RegExp;
};

/** `bg run -- …`, as most are launched. Unchecked: what the checks would find is what it shall die of. */
export function run(...command: readonly string[]): readonly string[] {
  return ['bg', 'run', '--no-validate', '--', ...command];
}

/** A line for the shell. */
export function sh(script: string, ...options: readonly string[]): readonly string[] {
  return ['bg', 'run', '--no-validate', ...options, '--', 'sh', '-c', script];
}

/** The workflow in `flow.yaml`. */
export const workflow: readonly string[] = ['workflow', 'flow.yaml', '--no-validate'];

/** `flow.yaml` with these steps, each in flow style. */
export function steps(...all: readonly string[]): (place: Place) => void {
  return (place) => place.steps(...all);
}
