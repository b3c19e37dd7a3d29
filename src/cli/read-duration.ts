import { FailureError } from '../../schemas/failure.ts';
import { parseDurationMs } from '../base/duration.ts';

/** Milliseconds of a duration that an option was given. Throws `usage` for what is none. */
export function readDurationMs(option: string, text: string): number {
  const ms = parseDurationMs(text);
  if (ms !== null) return ms;
  const message = `${option} ${text.slice(0, 40)} is no duration`;
  throw new FailureError({ code: 'usage', message, hint: 'write 90m, 2h or 30s' });
}
