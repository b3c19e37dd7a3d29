import { redactText } from '../output/redact.ts';
import { safeText } from '../output/safe-text.ts';
import type { Notice } from './notice.ts';

type Words = Pick<Notice, 'title' | 'line'>;

const titleLimitChars = 80;
const lineLimitChars = 500;
const sequenceLimitChars = 200;

/**
 * A line that stands alone, whatever was being typed there: what is on the row goes, and the next prompt is drawn
 * below. With `sequences` the terminal is asked for a notification too: OSC 9 (iTerm2, Windows Terminal, foot …),
 * OSC 777 (rxvt, VTE, foot …) and the bell; those that do not know one ignore it.
 */
export function terminalText({ title, line }: Words, sequences: boolean): string {
  const words = safeText(redactText(line), { maxChars: lineLimitChars });
  const text = `\r\x1b[K${words}\r\n`;
  if (!sequences) return text;
  const short = inSequence(words, sequenceLimitChars);
  const heading = inSequence(safeText(redactText(title)), titleLimitChars);
  return `${text}\x1b]9;${short}\x1b\\\x1b]777;notify;${heading};${short}\x1b\\\x07`;
}

/** A semicolon would end a part of the sequence; controls are gone already. */
function inSequence(words: string, maxChars: number): string {
  return safeText(words.replaceAll(';', ','), { maxChars });
}
