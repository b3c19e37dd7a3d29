import { FailureError } from '../../schemas/failure.ts';
import { parseDurationMs } from '../base/duration.ts';

/**
 * Reads a moment as people give it: `2026-11-23T10:30` (local unless it says otherwise), `2026-11-23` (its first moment),
 * `10:30:15` of today, or a duration ago (`2d`, `2d ago`). Gives UTC with milliseconds, comparable with an event's `at`.
 * A time without seconds, or without milliseconds, names a minute or a second: its end, unless its beginning is asked for.
 */
export function readMoment(text: string, nowMs: number, means: 'beginning' | 'end' = 'end'): string {
  const ago = parseDurationMs(text.replace(/(?<!\s)\s+ago$/, ''));
  if (ago !== null) return new Date(nowMs - ago).toISOString();
  const clock = clockPattern.exec(text);
  if (clock !== null) return todayAt(nowMs, clock, means);
  const dated = datePattern.exec(text);
  const { date = '', minutes = '00:00', seconds = '', fraction = '', zone = '' } = dated?.groups ?? {};
  const parsed = Date.parse(`${date}T${minutes}${seconds}${fraction}${zone}`);
  if (!isDate(date) || Number.isNaN(parsed)) {
    const message = `"${text.slice(0, 60)}" is no moment`;
    throw new FailureError({ code: 'usage', message, hint: 'write 2026-11-23T10:30, 10:30:15 or 2h ago' });
  }
  const isWhole = text === date || fraction !== '' || means === 'beginning';
  const unsaidMs = seconds === '' ? 59_999 : 999;
  return new Date(parsed + (isWhole ? 0 : unsaidMs)).toISOString();
}

/** As `readMoment`, for what is looked back at: a date means its end, and nobody knows yet what will have been. */
export function readPastMoment(text: string, nowMs: number): string {
  const at = isDate(text) ? endOfDay(text) : readMoment(text, nowMs);
  // What leaves something out means its end, which may be still to come.
  const slackMs = isDate(text) ? dayMs : 60_000;
  if (Date.parse(at) <= nowMs + slackMs) return at;
  throw new FailureError({
    code: 'usage',
    message: `${text} is still to come`,
    hint: 'give a moment that is past',
  });
}

const dayMs = 86_400_000;
const clockPattern = /^([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?$/;
const datePattern =
  /^(?<date>\d{4}-\d{2}-\d{2})(?:[T ](?<minutes>[0-2]\d:[0-5]\d)(?:(?<seconds>:[0-5]\d)(?<fraction>\.\d{1,3})?)?(?<zone>Z|[+-]\d{2}:\d{2})?)?$/;

/** `Date.parse` takes the 31st of February for a day in March. */
function isDate(text: string): boolean {
  const [, year = '', month = '', day = ''] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? [];
  const days = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  return year !== '' && Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= days;
}

function endOfDay(date: string): string {
  const day = new Date(`${date}T00:00`);
  day.setHours(23, 59, 59, 999);
  return day.toISOString();
}

function todayAt(
  nowMs: number,
  [, hours, minutes, seconds]: readonly (string | undefined)[],
  means: 'beginning' | 'end',
): string {
  const day = new Date(nowMs);
  const [unsaidSeconds, ms] = means === 'end' ? [59, 999] : [0, 0];
  day.setHours(Number(hours), Number(minutes), Number(seconds ?? unsaidSeconds), ms);
  return day.toISOString();
}
