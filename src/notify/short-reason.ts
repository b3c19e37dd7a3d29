import { redactText } from '../output/redact.ts';
import { safeText } from '../output/safe-text.ts';

const reasonLimitChars = 200;

/** The first line that says something, without secrets: why a channel failed, fit to be written down and shown. */
export function shortReason(text: string): string {
  const line = text.split('\n').find((candidate) => candidate.trim() !== '') ?? '';
  return safeText(redactText(line.trim().slice(0, 2000)), { maxChars: reasonLimitChars });
}
