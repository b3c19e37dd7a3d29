import { formatDuration } from '../base/duration.ts';

/** Shorter pauses are how most programs write. */
const worthSayingMs = 60_000;

/** `no output for 6m`; null for what is not worth saying. A fact, and no stall: the program may well be at work. */
export function silenceInWords(silentMs: number | null): string | null {
  if (silentMs === null || silentMs < worthSayingMs) return null;
  return `no output for ${formatDuration(silentMs - (silentMs % 60_000))}`;
}
