import { FailureError } from '../../schemas/failure.ts';
import type { LaunchRequest } from '../launch/launch-request.ts';
import { readDurationMs } from './read-duration.ts';

/** The options that say what a good end is, and what happens after another. */
export type OutcomeArguments = {
  readonly failOn?: string | undefined;
  readonly doneOn?: string | undefined;
  readonly successCodes?: string | undefined;
  readonly retries?: number | undefined;
  readonly retryDelay?: string | undefined;
  readonly stallAfter?: string | undefined;
  readonly waitTree?: boolean | undefined;
};

export type OutcomeOptions = Pick<
  LaunchRequest,
  'failOn' | 'doneOn' | 'successCodes' | 'retries' | 'retryDelayMs' | 'stallAfterMs' | 'waitTree'
>;

const defaultRetryDelayMs = 10_000;
const retryLimit = 999;
const codeLimit = 255;

/** Throws `usage` for what is no exit code, no duration … */
export function readOutcome(args: OutcomeArguments): OutcomeOptions {
  const { retries = 0, retryDelay, stallAfter } = args;
  if (retries > retryLimit)
    throw usage(`--retries ${retries} is more than ${retryLimit}`, 'write --retries 3');
  if (retryDelay !== undefined && args.retries === undefined)
    throw usage('--retry-delay says nothing without --retries', 'add --retries 3');
  return {
    failOn: args.failOn ?? null,
    doneOn: args.doneOn ?? null,
    successCodes: args.successCodes === undefined ? null : readCodes(args.successCodes),
    retries,
    retryDelayMs:
      retryDelay === undefined ? defaultRetryDelayMs : readDurationMs('--retry-delay', retryDelay),
    stallAfterMs: stallAfter === undefined ? null : readDurationMs('--stall-after', stallAfter),
    waitTree: args.waitTree ?? false,
  };
}

function readCodes(written: string): [number, ...number[]] {
  const words = written.split(',').map((word) => word.trim());
  const codes = words.map((word) => (/^[0-9]{1,3}$/.test(word) ? Number(word) : codeLimit + 1));
  const [first, ...others] = new Set(codes);
  if (first !== undefined && codes.every((code) => code <= codeLimit)) return [first, ...others];
  throw usage(
    `--success-codes ${written.slice(0, 40)} are no exit codes from 0 to ${codeLimit}`,
    'write --success-codes 0,130',
  );
}

function usage(message: string, hint: string): FailureError {
  return new FailureError({ code: 'usage', message, hint });
}
