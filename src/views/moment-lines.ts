import type { Moment } from '../../projections/timeline.ts';
import { safeText } from '../output/safe-text.ts';

/** One moment of a replay: number, time since launch, type, words. */
export function momentLine({ sequence, sinceLaunchMs, type, words }: Moment): string {
  const since = `+${stopwatch(sinceLaunchMs)}`;
  return `${String(sequence).padStart(4)}  ${since.padStart(12)}  ${safeText(type, { maxChars: 40 }).padEnd(22)}  ${safeText(words, { maxChars: 500 })}`;
}

/** `0.123s`, `5:32.000`, `1:05:32.000`. */
function stopwatch(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const thousandths = String(ms % 1000).padStart(3, '0');
  if (seconds < 60) return `${seconds}.${thousandths}s`;
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const shown = parts[0] === 0 ? parts.slice(1) : parts;
  return `${shown.map((part, index) => (index === 0 ? String(part) : String(part).padStart(2, '0'))).join(':')}.${thousandths}`;
}
