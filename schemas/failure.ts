/**
 * Every failure that can be named: machine facts only. `src/cli/explain-failure.ts` holds the words, the hint and the
 * exit code of each; the codes are stable.
 */
export type Failure =
  | { readonly code: 'usage'; readonly message: string; readonly hint?: string }
  | { readonly code: 'launch_refused'; readonly problems: readonly Problem[]; readonly id: string | null }
  | { readonly code: 'spawn_failed'; readonly id: string; readonly cause: string; readonly message: string }
  | { readonly code: 'supervisor_failed'; readonly id: string; readonly message: string }
  | { readonly code: 'no_such_process'; readonly reference: string; readonly folder: string }
  | { readonly code: 'ambiguous_process'; readonly reference: string; readonly candidates: readonly string[] }
  | { readonly code: 'no_earlier_success'; readonly id: string; readonly type: string }
  | { readonly code: 'already_ended'; readonly id: string; readonly status: string }
  | { readonly code: 'needs_confirmation'; readonly action: string }
  | { readonly code: 'declined' }
  | { readonly code: 'survived_stop'; readonly id: string; readonly pids: readonly number[] }
  | { readonly code: 'cannot_signal'; readonly id: string; readonly cause: string }
  | { readonly code: 'end_unrecorded'; readonly id: string; readonly supervisorPid: number | null }
  | { readonly code: 'not_removed'; readonly id: string; readonly path: string; readonly cause: string }
  | { readonly code: 'not_archived'; readonly id: string; readonly path: string; readonly cause: string }
  | { readonly code: 'timed_out'; readonly waitedMs: number }
  | { readonly code: 'inbox_busy'; readonly consumer: string; readonly pid: number }
  | { readonly code: 'journal_unusable'; readonly path: string; readonly cause: string }
  | { readonly code: 'append_failed'; readonly path: string; readonly cause: string }
  | { readonly code: 'not_writable'; readonly message: string; readonly hint: string }
  | { readonly code: 'output_unreadable'; readonly path: string; readonly cause: string }
  | { readonly code: 'system_refused'; readonly path: string | null; readonly cause: string }
  | { readonly code: 'no_identity' }
  | { readonly code: 'watcher_failed'; readonly message: string }
  | { readonly code: 'not_inside_a_process' }
  | { readonly code: 'not_repeatable'; readonly id: string; readonly message: string; readonly hint: string }
  | { readonly code: 'no_such_moment'; readonly id: string; readonly message: string };

export type Problem = { readonly message: string; readonly hint: string };

/** As long as a journal's event may tell of a fault. */
const wordsLimit = 2000;

/** The one error class for what can go wrong without being a mistake of ours. */
export class FailureError extends Error {
  readonly failure: Failure;

  constructor(failure: Failure, options?: { cause?: unknown }) {
    super(wordsOf(failure), options);
    this.name = 'FailureError';
    this.failure = failure;
  }
}

/** For one that nobody caught: its code and the facts, on one line. Names of files and causes may hold anything. */
function wordsOf(failure: Failure): string {
  const facts = 'message' in failure ? failure.message : factsOf(failure);
  const words = facts === '' ? failure.code : `${failure.code}: ${facts}`;
  return words.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').slice(0, wordsLimit);
}

function factsOf({ code: _, ...facts }: Failure): string {
  return Object.entries(facts)
    .map(([name, value]) => `${name} ${JSON.stringify(value)}`)
    .join(', ');
}
