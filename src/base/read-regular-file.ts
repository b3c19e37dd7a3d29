import { closeSync, constants, fstatSync, openSync, readFileSync, readSync } from 'node:fs';

export type ReadOutcome =
  | { readonly outcome: 'read'; readonly text: string }
  | { readonly outcome: 'not_a_file' }
  | { readonly outcome: 'too_large' };

/** Reads a small text file; never blocks on a FIFO, never loads a huge one. Throws the system's error otherwise. */
export function readRegularFile(
  path: string,
  limitBytes: number,
  links: 'followed' | 'refused' = 'followed',
): ReadOutcome {
  const noFollow = links === 'refused' ? constants.O_NOFOLLOW : 0;
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | noFollow);
  try {
    const stats = fstatSync(fd);
    if (!stats.isFile()) return { outcome: 'not_a_file' };
    if (stats.size > limitBytes) return { outcome: 'too_large' };
    if (stats.size > 0) return { outcome: 'read', text: readFileSync(fd, 'utf8') };
    return readToLimit(fd, limitBytes);
  } finally {
    closeSync(fd);
  }
}

const partBytes = 4096;

/** Files of /proc say that they are empty, and one of them holds 256 GiB. */
function readToLimit(fd: number, limitBytes: number): ReadOutcome {
  const parts: Buffer[] = [];
  let bytes = 0;
  for (;;) {
    const part = Buffer.allocUnsafe(Math.min(limitBytes + 1 - bytes, partBytes));
    const count = readSync(fd, part);
    if (count === 0) return { outcome: 'read', text: Buffer.concat(parts, bytes).toString('utf8') };
    parts.push(part.subarray(0, count));
    bytes += count;
    if (bytes > limitBytes) return { outcome: 'too_large' };
  }
}
