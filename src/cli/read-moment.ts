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
  const clock = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/.exec(text);
  if (clock !== null) return todayAt(nowMs, Number(clock[1]), Number(clock[2]), clock[3]);
  const parsed = Date.parse(text);
  if (!/^\d{4}-\d{2}-\d{2}/.test(text) || Number.isNaN(parsed)) {
    const message = `"${text.slice(0, 60)}" is no moment`;
    throw new FailureError({ code: 'usage', message, hint: 'write 2026-11-23T10:30, 10:30:15 or 2h ago' });
  }
  return new Date(parsed + unsaidMs(text)).toISOString();
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
