import { setTimeout as sleepMs } from 'node:timers/promises';

/** Who writes fast writes dozens of events in the same millisecond, and its text takes a microsecond to make. */
let latest = { ms: Number.NaN, text: '' };

/** Wall-clock time as journals write it: UTC with milliseconds. For people only; nothing is decided by it. */
export function wallTime(): string {
  const ms = Date.now();
  if (ms !== latest.ms) latest = { ms, text: new Date(ms).toISOString() };
  return latest.text;
}

/** Not since the start of the machine: beats would fall on the same second in every supervisor of it. */
const begun = process.hrtime();

/**
 * Milliseconds on a clock that wall-clock jumps do not touch (CLOCK_MONOTONIC on Linux; it stands still in suspend).
 * `performance` has the same clock, but asking for it loads seven of Node's modules, 0.8 ms of each start.
 */
export function monotonicMs(): number {
  const [seconds, nanoseconds] = process.hrtime(begun);
  return seconds * 1000 + nanoseconds / 1e6;
}

/** Asks `fact` every `everyMs` until it gives something other than null, or `limitMs` have passed: then null. */
export async function until<Fact>(
  fact: () => Fact | null | Promise<Fact | null>,
  options: { readonly limitMs: number; readonly everyMs: number },
): Promise<Fact | null> {
  const deadlineMs = monotonicMs() + options.limitMs;
  for (;;) {
    const found = await fact();
    if (found !== null) return found;
    if (monotonicMs() >= deadlineMs) return null;
    await sleepMs(Math.min(options.everyMs, Math.max(1, deadlineMs - monotonicMs())));
  }
}

export { sleepMs };
