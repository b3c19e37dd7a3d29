import { FailureError } from '../../schemas/failure.ts';
import { parseDurationMs } from '../base/duration.ts';

/**
 * Reads a moment as people give it: `2026-11-23T10:30` (local unless it says otherwise), `10:30:15` of today, or a
 * duration ago (`2d`, `2d ago`). Gives UTC with milliseconds, comparable with an event's `at`. A moment without seconds, or
 * without milliseconds, means the end of what it names.
 */
export function readMoment(text: string, nowMs: number): string {
  const ago = parseDurationMs(text.replace(/\s+ago$/, ''));
  if (ago !== null) return new Date(nowMs - ago).toISOString();
  const clock = /^([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?$/.exec(text);
  if (clock !== null) return todayAt(nowMs, Number(clock[1]), Number(clock[2]), clock[3]);
  const parsed = Date.parse(text);
  if (!isDate(text) || Number.isNaN(parsed)) {
    const message = `"${text.slice(0, 60)}" is no moment`;
    throw new FailureError({ code: 'usage', message, hint: 'write 2026-11-23T10:30, 10:30:15 or 2h ago' });
  }
  return new Date(parsed + unsaidMs(text)).toISOString();
}

/** As `readMoment`, for what is looked back at: nobody knows yet what will have been. */
export function readPastMoment(text: string, nowMs: number): string {
  const at = readMoment(text, nowMs);
  // A moment that leaves its seconds out means their end, which may be still to come.
  if (Date.parse(at) <= nowMs + 60_000) return at;
  throw new FailureError({
    code: 'usage',
    message: `${text} is still to come`,
    hint: 'give a moment that is past',
  });
}

/** `Date.parse` takes the 31st of February for a day in March. */
function isDate(text: string): boolean {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})(?![\d])/.exec(text) ?? [];
  if (year === undefined || month === undefined || day === undefined) return false;
  return Number(day) <= new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
}

function todayAt(nowMs: number, hours: number, minutes: number, seconds: string | undefined): string {
  const day = new Date(nowMs);
  day.setHours(hours, minutes, seconds === undefined ? 59 : Number(seconds), 999);
  return day.toISOString();
}

function unsaidMs(text: string): number {
  if (/T\d{2}:\d{2}:\d{2}\.\d/.test(text) || !text.includes(':')) return 0;
  return /T?\d{2}:\d{2}:\d{2}/.test(text) ? 999 : 59_999;
}
