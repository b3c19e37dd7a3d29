import parse from 'parse-duration';
import prettyMs from 'pretty-ms';

const written = /^(?:\d+(?:\.\d+)?\s*(?:ms|s|sec|m|min|h|d|w)\s*)+$/i;

/** Reads `90m`, `1h30m`, `10s`, `2d`, `500ms`. Null for anything else, for zero and for more than 100 years. */
export function parseDurationMs(text: string): number | null {
  if (text.length > 40 || !written.test(text.trim())) return null;
  const ms = parse(text);
  if (ms === null || !Number.isFinite(ms) || ms <= 0 || ms > 100 * 365 * 86_400_000) return null;
  return Math.max(1, Math.round(ms));
}

/** `5m 32s`, `3h 53m`, `0.4s`: two units are enough for people. */
export function formatDuration(ms: number): string {
  if (ms < 950) return `${(Math.max(0, ms) / 1000).toFixed(1)}s`;
  return prettyMs(Math.max(1000, ms), { unitCount: 2, secondsDecimalDigits: 0 });
}

/** Where durations are compared and added up: rounded, not cut off, and below 10 s in tenths: `1.5s`, `12s`, `3h 54m`. */
export function formatMeasuredDuration(ms: number): string {
  if (ms >= 950 && ms < 9950) return `${Math.round(ms / 100) / 10}s`;
  const unitMs = ms < 1000 ? 1 : ms < 3_600_000 ? 1000 : ms < 86_400_000 ? 60_000 : 3_600_000;
  return formatDuration(Math.round(ms / unitMs) * unitMs);
}
