import { monotonicMs } from './clock.ts';
import { formatDuration } from './duration.ts';

/** How long a command that is stopped by a limit has between TERM and KILL. */
export const limitGraceMs = 10_000;

/** Longest that one timer of Node can wait (2^31 − 1 ms, 24 days); a longer limit is waited for in parts. */
const longestTimerMs = 2_147_483_647;

/** Calls back once when a command that has run for `ranMs` already has run for `limitMs`; null is no limit. */
export function startTimeLimit(
  limitMs: number | null,
  onOver: (reason: string) => void,
  ranMs = 0,
): { cancel: () => void } {
  if (limitMs === null) return { cancel: () => {} };
  const deadlineMs = monotonicMs() + limitMs - ranMs;
  let timer: NodeJS.Timeout;
  const wait = (): void => {
    const leftMs = deadlineMs - monotonicMs();
    if (leftMs <= 0) onOver(`ran longer than its time limit of ${formatDuration(limitMs)}`);
    else timer = setTimeout(wait, Math.min(leftMs, longestTimerMs));
  };
  wait();
  return { cancel: () => clearTimeout(timer) };
}
