import { readSync } from 'node:fs';
import type { Finding, PlacedFinding } from './journal-verify.ts';

const chunkBytes = 256 * 1024;

/** Adds their line numbers to findings, in the order of the file: one more pass over what lies before the last. */
export function withLines(fd: number, placed: readonly PlacedFinding[]): Finding[] {
  const lines = linesAt(
    fd,
    placed.flatMap(({ offset, fromOffset }) => (fromOffset === undefined ? [offset] : [offset, fromOffset])),
  );
  const lineAt = (offset: number): number => lines.get(offset) ?? 1;
  return [...placed]
    .sort((a, b) => a.offset - b.offset)
    .map(({ fromOffset, ...finding }) => {
      const line = lineAt(finding.offset);
      return { ...finding, line, fromLine: fromOffset === undefined ? line : lineAt(fromOffset) };
    });
}

function linesAt(fd: number, offsets: readonly number[]): ReadonlyMap<number, number> {
  const lines = new Map<number, number>();
  if (offsets.length === 0) return lines;
  const chunk = Buffer.allocUnsafe(chunkBytes);
  let position = 0;
  let line = 1;
  for (const offset of [...offsets].sort((a, b) => a - b)) {
    while (position < offset) {
      const count = readSync(fd, chunk, 0, Math.min(chunk.length, offset - position), position);
      if (count === 0) break;
      for (let at = chunk.indexOf(0x0a); at !== -1 && at < count; at = chunk.indexOf(0x0a, at + 1)) line += 1;
      position += count;
    }
    lines.set(offset, line);
  }
  return lines;
}
