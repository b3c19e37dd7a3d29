import { monotonicMs, sleepMs } from './clock.ts';
import { debug } from './debug.ts';
import { isPassing } from './passing.ts';

const limitMs = 1000;
const againMs = 50;

/**
 * Asks the system, and where it refuses for a moment asks again, for a second; then throws the last refusal. It blocks: for
 * programs in which nothing else has to go on meanwhile.
 */
export function patiently<Answer>(
  ask: () => Answer,
  mayBeOverSoon: (error: unknown) => boolean = isPassing,
): Answer {
  const deadlineMs = monotonicMs() + limitMs;
  for (;;) {
    try {
      return ask();
    } catch (error) {
      if (!mayBeOverSoon(error) || monotonicMs() >= deadlineMs) throw error;
      debug('refused for now', { error: String(error) });
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, againMs);
  }
}

export type Pauses = { readonly limitMs: number; readonly firstMs: number; readonly longestMs: number };

/** As `patiently`, while everything else goes on; each pause is twice as long as the one before it. */
export async function patientlyMeanwhile<Done>(
  act: () => Done | Promise<Done>,
  { limitMs, firstMs, longestMs }: Pauses,
  mayTryAgain: () => boolean = () => true,
): Promise<Done> {
  const deadlineMs = monotonicMs() + limitMs;
  for (let pauseMs = firstMs; ; pauseMs = Math.min(pauseMs * 2, longestMs)) {
    try {
      return await act();
    } catch (error) {
      if (!isPassing(error) || !mayTryAgain() || monotonicMs() >= deadlineMs) throw error;
      debug('refused for now', { error: String(error), retryMs: pauseMs });
    }
    await sleepMs(pauseMs);
  }
}
