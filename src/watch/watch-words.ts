import type { Append } from '../../reactors/reactor.ts';
import { FailureError } from '../../schemas/failure.ts';

const messageLimitChars = 2000;

/** What was written down, for whoever looks on. */
export function wordsOf({ type, data }: Append): string {
  return 'message' in data && data.message !== null ? data.message : type;
}

/** What went wrong, for the watcher's own journal. */
export function messageOf(error: unknown): string {
  if (error instanceof FailureError) return JSON.stringify(error.failure).slice(0, messageLimitChars);
  return (error instanceof Error ? error.message : String(error)).slice(0, messageLimitChars);
}
