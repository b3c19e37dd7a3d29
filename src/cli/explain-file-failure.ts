import type { Failure } from '../../schemas/failure.ts';
import { unreachable } from '../base/assert.ts';
import { noIdentity } from '../preflight/platform.ts';
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
      | 'system_refused'
      | 'no_identity'
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
    case 'system_refused':
      return explainRefusal(failure.path, failure.cause);
    case 'no_identity':
      return explained(noIdentity.message, noIdentity.hint, exitCodes.failed);
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

/** What the system refuses, by its code. */
const refusals: Readonly<Record<string, { readonly words: string; readonly hint: string }>> = {
  ENOSPC: { words: 'the disk is full', hint: 'make room: df -h' },
  EDQUOT: { words: 'your quota is used up', hint: 'make room: quota -s' },
  EROFS: {
    words: 'the file system is read-only',
    hint: 'work in a writable folder, or mount it writable',
  },
  EACCES: { words: 'permission denied', hint: 'check its owner and mode: ls -ld' },
  EPERM: { words: 'permission denied', hint: 'check its owner and mode: ls -ld' },
  EMFILE: { words: 'this program may open no more files', hint: 'raise the limit: ulimit -n' },
  ENFILE: { words: 'the system can open no more files', hint: 'see who holds so many: lsof' },
  EIO: { words: 'the disk reported an error', hint: 'see what it says: dmesg' },
  ESTALE: { words: 'the file system does not know it any more', hint: 'mount it anew' },
  EUCLEAN: { words: 'the file system is damaged', hint: 'see what it says: dmesg' },
  EAGAIN: { words: 'the system allows no more processes', hint: 'raise the limit: ulimit -u' },
  ENOMEM: { words: 'the memory is used up', hint: 'see who uses it: free -h' },
};

function explainRefusal(path: string | null, cause: string): Explanation {
  const known = refusals[cause];
  const what = path === null ? 'The system refused it' : `Cannot use ${path}`;
  return explained(
    `${what}: ${known?.words ?? cause}`,
    known?.hint ?? 'try again with --debug',
    exitCodes.failed,
  );
}

export function explained(message: string, hint: string | null, exitCode: number): Explanation {
  return { message, hint, exitCode };
}
