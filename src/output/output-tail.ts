import { closeSync } from 'node:fs';
import { offsetOfLastLines } from './last-lines.ts';
import { openOutputForReading } from './output-file.ts';

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
