import { FailureError } from '../../schemas/failure.ts';
import { monotonicMs, sleepMs } from '../base/clock.ts';
import { debug } from '../base/debug.ts';
import { isPassing } from '../base/passing.ts';

const limitMs = 60_000;
const firstRetryMs = 250;
const longestRetryMs = 5000;

/**
 * Opens what a workflow cannot begin without, and where the system refuses it for a moment tries again, for a minute:
 * nobody launches the workflow a second time. Throws the last refusal.
 */
export async function openPatiently<Opened>(open: () => Opened): Promise<Opened> {
  const deadlineMs = monotonicMs() + limitMs;
  for (let waitMs = firstRetryMs; ; waitMs = Math.min(waitMs * 2, longestRetryMs)) {
    try {
      return open();
    } catch (error) {
      const refusal = error instanceof FailureError ? error.cause : error;
      if (!isPassing(refusal) || monotonicMs() >= deadlineMs) throw error;
      debug('the workflow cannot begin yet', { error: String(error), retryMs: waitMs });
    }
    await sleepMs(waitMs);
  }
}
