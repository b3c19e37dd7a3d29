import { resolve } from 'node:path';
import { FailureError } from '../../schemas/failure.ts';
import { parseSizeBytes } from '../base/size.ts';
import type { LaunchRequest } from '../launch/launch-request.ts';
import type { Hands } from './hands.ts';
import type { LaunchPresentation } from './launch-in-background.ts';
import { readDurationMs } from './read-duration.ts';
import { type NeedArguments, readNeeds, readThoroughness, type ThoroughnessArguments } from './read-needs.ts';
import { type OutcomeArguments, readOutcome } from './read-outcome.ts';
import { readTags, readVariables } from './read-pairs.ts';

/** The options that every way to launch has. */
export type LaunchArguments = {
  readonly name?: string | undefined;
  readonly cwd?: string | undefined;
  readonly env?: readonly string[] | undefined;
  readonly tag?: readonly string[] | undefined;
  readonly timeout?: string | undefined;
  readonly progress?: string | undefined;
  readonly maxOutput?: string | undefined;
  readonly queue?: boolean | undefined;
  readonly after?: string | undefined;
  readonly quiet?: boolean | undefined;
  readonly wait?: boolean | undefined;
  readonly dryRun?: boolean | undefined;
} & OutcomeArguments &
  NeedArguments &
  ThoroughnessArguments;

/** What these options make of a launch; what is launched comes from the command. */
export type LaunchOptions = Omit<LaunchRequest, 'kind' | 'command' | 'type' | 'prompt'>;

const labelLimit = 80;

/** Throws `usage` for what is no name, no duration, no size … */
export function readLaunchOptions(args: LaunchArguments, hands: Hands): LaunchOptions {
  return {
    name: args.name === undefined ? null : checkedLabel(args.name, '--name'),
    cwd: resolve(hands.cwd, args.cwd ?? '.'),
    env: { ...hands.env, ...readVariables(args.env ?? []) },
    tags: readTags(args.tag ?? []),
    timeoutMs: args.timeout === undefined ? null : readDurationMs('--timeout', args.timeout),
    ...readMaxOutput(args.maxOutput),
    progressPattern: args.progress ?? null,
    ...readOutcome(args),
    queue: args.queue ?? false,
    after: null,
    requires: readNeeds(args),
    isEngine: false,
    rerunOf: null,
    resumes: false,
  };
}

export function readPresentation(
  { quiet = false, wait = false, dryRun = false, after, ...args }: LaunchArguments,
  noun: LaunchPresentation['noun'],
  hands: Hands,
): LaunchPresentation {
  return {
    quiet,
    wait,
    dryRun,
    after: after ?? null,
    thoroughness: readThoroughness(args, hands.settings),
    noun,
  };
}

/** As much of a text as a label may hold; counted in code points, as schemas count and readers see. */
export function shortLabel(text: string): string {
  return Array.from(text).slice(0, labelLimit).join('');
}

/** Throws `usage` for one that is blank or too long. */
export function checkedLabel(text: string, option: string): string {
  if (text.trim() !== '' && Array.from(text).length <= labelLimit) return text;
  const message = `${option} must have 1 to ${labelLimit} characters`;
  throw new FailureError({ code: 'usage', message, hint: `write ${option} nightly` });
}

function readMaxOutput(text: string | undefined): Pick<LaunchRequest, 'maxOutputBytes' | 'onMaxOutput'> {
  if (text === undefined) return { maxOutputBytes: null, onMaxOutput: 'truncate' };
  const stop = text.endsWith(':stop');
  const maxOutputBytes = parseSizeBytes(stop ? text.slice(0, -':stop'.length) : text);
  if (maxOutputBytes !== null) return { maxOutputBytes, onMaxOutput: stop ? 'stop' : 'truncate' };
  throw new FailureError({
    code: 'usage',
    message: `--max-output ${text.slice(0, 40)} is no size`,
    hint: 'write 500MiB, 2GiB or 2GiB:stop',
  });
}
