import { basename, resolve } from 'node:path';
import { FailureError } from '../../schemas/failure.ts';
import { parseDurationMs } from '../base/duration.ts';
import { parseSizeBytes } from '../base/size.ts';
import type { LaunchRequest } from '../launch/launch-request.ts';
import type { Hands } from './hands.ts';
import { launchInBackground } from './launch-in-background.ts';
import { readTags, readVariables } from './read-pairs.ts';

export type RunArguments = {
  readonly name?: string | undefined;
  readonly cwd?: string | undefined;
  readonly env?: readonly string[] | undefined;
  readonly tag?: readonly string[] | undefined;
  readonly type?: string | undefined;
  readonly timeout?: string | undefined;
  readonly progress?: string | undefined;
  readonly maxOutput?: string | undefined;
  readonly quiet?: boolean | undefined;
  readonly wait?: boolean | undefined;
  readonly dryRun?: boolean | undefined;
};

const labelLimit = 80;

/** Launches any command in the background. */
export async function run(args: RunArguments, hands: Hands): Promise<number> {
  const command = hands.behindDashes;
  if (command === null || command.length === 0) {
    const message = 'The command to run goes behind --';
    throw new FailureError({ code: 'usage', message, hint: 'tapps-agents bg run -- make test' });
  }
  const output = readMaxOutput(args.maxOutput);
  const request: LaunchRequest = {
    kind: 'command',
    command,
    type: label(args.type ?? (basename(command[0] ?? '') || 'command'), '--type', args.type !== undefined),
    name: args.name === undefined ? null : label(args.name, '--name', true),
    prompt: null,
    cwd: resolve(hands.cwd, args.cwd ?? '.'),
    env: { ...hands.env, ...readVariables(args.env ?? []) },
    tags: readTags(args.tag ?? []),
    timeoutMs: args.timeout === undefined ? null : readTimeout(args.timeout),
    ...output,
    progressPattern: args.progress ?? null,
  };
  const { quiet = false, wait = false, dryRun = false } = args;
  return launchInBackground(request, { quiet, wait, dryRun, noun: 'Process' }, hands);
}

/** Counted in code points, as schemas count and readers see. */
function label(text: string, option: string, given: boolean): string {
  const characters = Array.from(text);
  if (!given) return characters.slice(0, labelLimit).join('');
  if (text.trim() !== '' && characters.length <= labelLimit) return text;
  const message = `${option} must have 1 to ${labelLimit} characters`;
  throw new FailureError({ code: 'usage', message, hint: `write ${option} nightly` });
}

function readTimeout(text: string): number {
  const ms = parseDurationMs(text);
  if (ms !== null) return ms;
  throw new FailureError({
    code: 'usage',
    message: `--timeout ${text.slice(0, 40)} is no duration`,
    hint: 'write 90m, 2h or 30s',
  });
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
