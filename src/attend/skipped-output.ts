import { readSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import type { DataOf } from '../../schemas/event.ts';
import { monotonicMs } from '../base/clock.ts';
import { formatBytes } from '../base/size.ts';
import { LINE_LIMIT_BYTES, ProgressSplitter, type SplitLine } from '../output/progress-splitter.ts';

/** A part of all that was ever written, from a byte on and up to another. */
export type OutputRange = { readonly from: number; readonly to: number };

const chunkBytes = 256 * 1024;
/** A slow pattern takes 33 ms for a MiB, so this is enough for 300 MiB at least; an easy one reads 5 GiB. */
const readLimitMs = 10_000;

/**
 * Reads parts that were skipped because they came too fast, now that nothing more comes: until nothing is
 * undecided, or time is up. Gives the bytes that nobody has read, removed ones included.
 */
export async function readSkipped(
  { fd, goneBytes, ranges }: SkippedOutput,
  reading: DecidingReading,
): Promise<number> {
  const deadlineMs = monotonicMs() + readLimitMs;
  const splitter = new ProgressSplitter();
  const chunk = Buffer.allocUnsafe(chunkBytes);
  let unreadBytes = 0;
  for (const range of ranges) {
    // A line that the range cuts through begins before it, or ends behind it.
    const end = range.to + LINE_LIMIT_BYTES;
    let offset = Math.max(goneBytes, range.from - LINE_LIMIT_BYTES);
    while (offset < end && reading.isUndecided && monotonicMs() < deadlineMs) {
      const count = readSync(fd, chunk, 0, Math.min(chunk.length, end - offset), offset - goneBytes);
      if (count === 0) break;
      splitter.push(chunk.subarray(0, count), offset, (line) => reading.decide(line));
      offset += count;
      await setImmediate();
    }
    const readBytes = Math.max(0, Math.min(offset, range.to) - Math.max(goneBytes, range.from));
    unreadBytes += range.to - range.from - readBytes;
  }
  return unreadBytes;
}

/** What is written down of bytes that nobody has read. */
export function unscanned(bytes: number, why: keyof typeof unscannedWords): DataOf<'process.warned'> {
  return {
    kind: 'output_unscanned',
    message: `${formatBytes(bytes)} of output ${unscannedWords[why]}`,
    bytes,
  };
}

const unscannedWords = {
  'too fast': 'came faster than they could be read for progress and errors',
  undecided: 'were never searched for the patterns that decide its end',
  'no reader': 'were not read: what reads them cannot be loaded',
} as const;

type DecidingReading = { readonly isUndecided: boolean; readonly decide: (line: SplitLine) => void };

type SkippedOutput = {
  readonly fd: number;
  readonly goneBytes: number;
  readonly ranges: readonly OutputRange[];
};
