import { closeSync, fstatSync, readSync } from 'node:fs';
import { offsetOfLastLines } from './last-lines.ts';
import { openOutputForReading } from './output-file.ts';
import { safeOutput } from './safe-text.ts';

/** Of lines that never end. */
const windowBytes = 64 * 1024;

/** Where the last lines of an output begin, counted in the file as it is now; null if there is no file. */
export function tailOffset(path: string, lines: number): number | null {
  const fd = openOutputForReading(path);
  if (fd === null) return null;
  try {
    return offsetOfLastLines(fd, lines);
  } finally {
    closeSync(fd);
  }
}

/** The last lines of an output as they are now, safe to show; none if there is no file. */
export function lastOutputLines(path: string, lines: number): string[] {
  const fd = openOutputForReading(path);
  if (fd === null) return [];
  try {
    const start = Math.max(offsetOfLastLines(fd, lines), fstatSync(fd).size - windowBytes);
    const bytes = Buffer.allocUnsafe(windowBytes);
    const text = bytes.toString('utf8', 0, readSync(fd, bytes, 0, windowBytes, start));
    const shown = safeOutput(text, { colours: false }).split('\n');
    return (shown.at(-1) === '' ? shown.slice(0, -1) : shown).slice(-lines);
  } finally {
    closeSync(fd);
  }
}
