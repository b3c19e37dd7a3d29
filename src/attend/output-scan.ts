import { readSync } from 'node:fs';
import { monotonicMs } from '../base/clock.ts';
import type { ProgressFound, ProgressScanner } from '../output/progress-scanner.ts';
import type { OutputRange } from './skipped-output.ts';

const chunkBytes = 32 * 1024;
/**
 * CPU time for one look: ten looks a second take a fifth of a core at most, and what others take of a busy machine is
 * not counted. Measured per MiB: 10 ms for log lines, 600 ms where every line says how far it is.
 */
const lookLimitMs = 20;
/** By the clock: stop requests are not kept waiting longer by a look. */
const lookLimitByClockMs = 80;
const lastLookLimitMs = 200;
/** Further behind than this, in time or in bytes, the newest part is read next and what lies before it skipped. */
const lagLimitMs = 1000;
export const lagLimitBytes = 8 * 1024 * 1024;
const newestBytes = 64 * 1024;
/** A program says in its first lines why it cannot work: they are read of any flood, however late that is. */
const firstBytes = 64 * 1024;
/**
 * So much of a flood is read in a look: its newest hundred lines say how far it is. What 20 ms are enough for would be 2
 * of 160 MiB all the same, and took a fifth of a core from who wrote it; half a MiB a tenth. When it has ended it is half a
 * MiB: a trace or a summary stands there, and a last line that is as long as a line may be.
 */
const ofFloodBytes = 8 * 1024;
const endOfFloodBytes = 512 * 1024;
const skippedLimit = 1000;

/** Reads a growing output for progress, in bounded time. What comes faster is skipped; its last lines never are. */
export class OutputScan {
  readonly #fd: number;
  readonly #chunk = Buffer.allocUnsafe(chunkBytes);
  #position: number;
  readonly #skipped: OutputRange[] = [];
  #behindSinceMs: number | null = null;
  #hasRead = false;

  constructor(fd: number, position = 0) {
    this.#fd = fd;
    this.#position = position;
  }

  /** Where reading goes on, in the file as it is now. */
  get position(): number {
    return this.#position;
  }

  /** What was never read, in all that was ever written. */
  get skipped(): readonly OutputRange[] {
    return this.#skipped;
  }

  get skippedBytes(): number {
    return this.#skipped.reduce((sum, { from, to }) => sum + to - from, 0);
  }

  /** Reads on towards the end of a file of `size` bytes, whose first `goneBytes` went; the newest change, or null. */
  look(size: number, goneBytes: number, scanner: ProgressScanner, isLast = false): ProgressFound | null {
    const startedMs = monotonicMs();
    const keptBytes = isLast ? endOfFloodBytes : ofFloodBytes;
    const hasTime = withinCpu(lookLimitMs, startedMs + lookLimitByClockMs);
    if (size - this.#position > lagLimitBytes) {
      if (!this.#hasRead)
        this.#readTo(this.#position + firstBytes, goneBytes, scanner, until(Number.POSITIVE_INFINITY));
      this.#skipTo(size - keptBytes, goneBytes);
    }
    let found = this.#readTo(size, goneBytes, scanner, hasTime);
    const lagMs = startedMs - (this.#behindSinceMs ?? startedMs);
    if (lagMs > lagLimitMs) found = this.#readNewest(size, goneBytes, scanner) ?? found;
    this.#behindSinceMs = this.#position < size ? (this.#behindSinceMs ?? startedMs) : null;
    return scanner.peek() ?? found;
  }

  /** Reads the rest, or the newest of it, to the last line, ended or not. Nothing is read after this. */
  end(size: number, goneBytes: number, scanner: ProgressScanner): ProgressFound | null {
    const found = this.#readTo(size, goneBytes, scanner, until(monotonicMs() + lastLookLimitMs));
    const newest = this.#position < size ? this.#readNewest(size, goneBytes, scanner) : null;
    return scanner.end() ?? newest ?? found;
  }

  /** The first bytes of the file were cut off, after `goneBytes` before them. */
  cut(bytes: number, goneBytes: number): void {
    this.#skip(goneBytes + this.#position, goneBytes + bytes);
    this.#position = Math.max(0, this.#position - bytes);
  }

  #readNewest(size: number, goneBytes: number, scanner: ProgressScanner): ProgressFound | null {
    this.#skipTo(Math.max(this.#position, size - newestBytes), goneBytes);
    return this.#readTo(size, goneBytes, scanner, until(Number.POSITIVE_INFINITY));
  }

  #skipTo(position: number, goneBytes: number): void {
    this.#skip(goneBytes + this.#position, goneBytes + position);
    this.#position = position;
  }

  #skip(from: number, to: number): void {
    if (to <= from) return;
    const last = this.#skipped.at(-1);
    // Far apart or not, the last of many takes in what follows: a list must not grow for as long as a flood does.
    if (last === undefined || (from > last.to && this.#skipped.length < skippedLimit))
      this.#skipped.push({ from, to });
    else this.#skipped[this.#skipped.length - 1] = { from: last.from, to };
  }

  #readTo(
    size: number,
    goneBytes: number,
    scanner: ProgressScanner,
    hasTime: () => boolean,
  ): ProgressFound | null {
    let found: ProgressFound | null = null;
    this.#hasRead = true;
    while (this.#position < size && hasTime()) {
      const want = Math.min(chunkBytes, size - this.#position);
      const count = readSync(this.#fd, this.#chunk, 0, want, this.#position);
      if (count === 0) break;
      found = scanner.push(this.#chunk.subarray(0, count), goneBytes + this.#position) ?? found;
      this.#position += count;
    }
    return found;
  }
}

function until(deadlineMs: number): () => boolean {
  return () => monotonicMs() < deadlineMs;
}

function withinCpu(limitMs: number, deadlineMs: number): () => boolean {
  const limit = limitMs * 1000;
  const before = process.cpuUsage();
  return () => {
    if (monotonicMs() >= deadlineMs) return false;
    const { user, system } = process.cpuUsage(before);
    return user + system < limit;
  };
}
