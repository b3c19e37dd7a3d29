import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';

export type ReadOutcome =
  | { readonly outcome: 'read'; readonly text: string }
  | { readonly outcome: 'not_a_file' }
  | { readonly outcome: 'too_large' };

/** Reads a small text file; never blocks on a FIFO, never loads a huge one. Throws the system's error otherwise. */
export function readRegularFile(path: string, limitBytes: number): ReadOutcome {
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stats = fstatSync(fd);
    if (!stats.isFile()) return { outcome: 'not_a_file' };
    if (stats.size > limitBytes) return { outcome: 'too_large' };
    return { outcome: 'read', text: readFileSync(fd, 'utf8') };
  } finally {
    closeSync(fd);
  }
}
