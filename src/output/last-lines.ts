import { fstatSync, readSync } from 'node:fs';

const chunkBytes = 64 * 1024;
/** Lines are looked for this far back: a tail answers at once, also when a line never ends. */
const lookBackLimitBytes = 16 * 1024 * 1024;

/** Where the last `lines` lines of a file begin. Reads backwards, so its size does not matter. */
export function offsetOfLastLines(fd: number, lines: number): number {
  const { size } = fstatSync(fd);
  const floor = Math.max(0, size - lookBackLimitBytes);
  const chunk = Buffer.allocUnsafe(chunkBytes);
  if (lines === 0) return size;
  let wanted = lines;
  for (let end = size; end > floor; ) {
    const start = Math.max(floor, end - chunkBytes);
    const count = readSync(fd, chunk, 0, end - start, start);
    for (let at = count - 1; at >= 0; at -= 1) {
      const isLast = start + at === size - 1; // the line end of the last line itself
      if (chunk[at] !== 0x0a || isLast) continue;
      wanted -= 1;
      if (wanted === 0) return start + at + 1;
    }
    end = start;
  }
  return floor;
}
