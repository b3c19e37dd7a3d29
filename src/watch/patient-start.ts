import { FailureError } from '../../schemas/failure.ts';
import { monotonicMs, sleepMs } from '../base/clock.ts';
import { debug } from '../base/debug.ts';
import { isPassing } from '../base/passing.ts';

/** Supervisors start another one every two seconds: those that wait must not become many. */
const limitMs = 6000;
const againMs = 2000;
/**
 * Starts, and where the system refuses something for a moment tries again for some seconds: what is to be told of may have ended, and
 * then nobody else starts a watcher before the next command. Throws the last refusal.
 */
export async function patientStart<End>(start: () => Promise<End>, mayTryAgain: () => boolean): Promise<End> {
  const deadlineMs = monotonicMs() + limitMs;
  for (;;) {
    try {
      return await start();
    } catch (error) {
      const refusal = error instanceof FailureError ? error.cause : error;
      if (!isPassing(refusal) || !mayTryAgain() || monotonicMs() >= deadlineMs) throw error;
      debug('the watcher cannot start yet', { error: String(error) });
    }
    await sleepMs(againMs);
  }
}
