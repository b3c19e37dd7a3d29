import type { Failure } from '../../schemas/failure.ts';
import { unreachable } from '../base/assert.ts';
import { exitCodes } from './exit-codes.ts';

/** A failure in words: what went wrong and where, what to do, and the exit code. Only this file and the one beside it have these words. */
export type Explanation = {
  readonly message: string;
  readonly hint: string | null;
  readonly exitCode: number;
};

export type FileFailure = Extract<
  Failure,
  {
    code:
      | 'journal_unusable'
      | 'append_failed'
      | 'not_removed'
      | 'not_archived'
      | 'not_writable'
      | 'output_unreadable'
      | 'not_inside_a_process'
      | 'no_such_moment';
  }
>;

/** Of what could not be read, written or removed. */
export function explainFileFailure(failure: FileFailure): Explanation {
  switch (failure.code) {
    case 'journal_unusable':
      return explained(
        `Cannot use ${failure.path}: ${failure.cause}`,
        'tapps-agents bg verify',
        exitCodes.failed,
      );
    case 'append_failed':
      return explained(
        `Cannot write to ${failure.path}: ${failure.cause}`,
        'check the disk: df -h',
        exitCodes.failed,
      );
    case 'not_removed':
      return explained(
        `Cannot remove ${failure.path} of process ${failure.id}: ${failure.cause}`,
        'see to it, and clean up again',
        exitCodes.failed,
      );
    case 'not_archived':
      return explained(
        `Cannot archive process ${failure.id} (${failure.path}): ${failure.cause}`,
        'see to it, and archive again',
        exitCodes.failed,
      );
    case 'not_writable':
      return explained(failure.message, failure.hint, exitCodes.failed);
    case 'output_unreadable':
      return explained(
        `Cannot use the output ${failure.path}: ${failure.cause}`,
        'check its owner and mode',
        exitCodes.failed,
      );
    case 'not_inside_a_process':
      return explained(
        'This is for a program that runs in the background: TAPPS_JOURNAL is not set',
        "print '::progress percent=45' or call it from the launched command",
        exitCodes.usage,
      );
    case 'no_such_moment':
      return explained(failure.message, `tapps-agents bg replay ${failure.id}`, exitCodes.usage);
    default:
      return unreachable(failure);
  }
}

export function explained(message: string, hint: string | null, exitCode: number): Explanation {
  return { message, hint, exitCode };
}
