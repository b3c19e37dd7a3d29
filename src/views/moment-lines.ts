import type { Moment } from '../../projections/timeline.ts';
import { formatDuration } from '../base/duration.ts';
import { safeText } from '../output/safe-text.ts';

/** One moment of a replay: number, time since launch, type, words, and what is worth a remark. */
export function momentLine(
  { sequence, sinceLaunchMs, type, words }: Moment,
  remark: string | null = null,
): string {
  const since = `+${stopwatch(sinceLaunchMs)}`;
  return `${String(sequence).padStart(4)}  ${since.padStart(12)}  ${safeText(type, { maxChars: 40 }).padEnd(22)}  ${safeText(words, { maxChars: 500 })}${remark === null ? '' : `  ${remark}`}`;
}

/** Stands between two moments that are shown closer to each other than they were. */
export function silenceLine(leftOutMs: number): string {
  return `${' '.repeat(20)}… ${formatDuration(leftOutMs)} without an event are left out`;
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
