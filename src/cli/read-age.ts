import { FailureError } from '../../schemas/failure.ts';
import { parseDurationMs } from '../base/duration.ts';
import { safeText } from '../output/safe-text.ts';

/** `--older-than`: a number alone is days. Throws `usage`. */
export function readAgeMs(text: string): number {
  const written = text.trim();
  if (/^0+[a-z]{0,3}$/i.test(written)) return 0;
  const ms = parseDurationMs(/^\d+(?:\.\d+)?$/.test(written) ? `${written}d` : written);
  if (ms !== null) return ms;
  const message = `--older-than ${safeText(text, { maxChars: 40 })} is no number of days`;
  throw new FailureError({ code: 'usage', message, hint: 'write --older-than 7, or 12h' });
}
