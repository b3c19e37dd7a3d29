import { Buffer } from 'node:buffer';

/** A longer line is no progress line; it is dropped up to its end instead of being kept. */
export const LINE_LIMIT_BYTES = 64 * 1024;

const LF = 0x0a;
const CR = 0x0d;

export type SplitLine = { readonly text: string; readonly offsetBytes: number };

/**
 * Cuts chunks at `\n` and `\r` into lines, also across chunks, and holds at most one unfinished line. A chunk that
 * does not continue the one before (shed load, a start in the middle) begins inside a line: that rest is dropped,
 * for half a line may hold half a number.
 */
export class ProgressSplitter {
  #held = Buffer.alloc(0);
  #heldBytes = 0;
  #heldOffsetBytes = 0;
  #nextOffsetBytes: number;
  #isSkipping = false;

  /** A line begins at `startBytes`. */
  constructor(startBytes = 0) {
    this.#nextOffsetBytes = startBytes;
  }

  /** Calls `take` for each line that ends in this chunk, empty ones left out. Bad UTF-8 becomes U+FFFD. */
  push(chunk: Uint8Array, offsetBytes: number, take: (line: SplitLine) => void): void {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    if (offsetBytes !== this.#nextOffsetBytes) this.#dropPartial(true);
    this.#nextOffsetBytes = offsetBytes + bytes.length;
    let start = 0;
    let lf = bytes.indexOf(LF);
    let cr = bytes.indexOf(CR);
    while (lf >= 0 || cr >= 0) {
      const end = lf < 0 || (cr >= 0 && cr < lf) ? cr : lf;
      this.#finish(bytes, start, end, offsetBytes, take);
      start = end + 1;
      if (end === cr) cr = bytes.indexOf(CR, start);
      else lf = bytes.indexOf(LF, start);
    }
    this.#hold(bytes, start, offsetBytes);
  }

  /** The unfinished line, null when there is none. */
  partial(): SplitLine | null {
    if (this.#heldBytes === 0) return null;
    return { text: this.#held.toString('utf8', 0, this.#heldBytes), offsetBytes: this.#heldOffsetBytes };
  }

  /** Forgets the unfinished line, at the end of the stream. */
  drop(): void {
    this.#dropPartial(false);
  }

  #finish(
    bytes: Buffer,
    start: number,
    end: number,
    offsetBytes: number,
    take: (line: SplitLine) => void,
  ): void {
    if (this.#heldBytes > 0 || this.#isSkipping) {
      this.#hold(bytes.subarray(0, end), start, offsetBytes);
      const line = this.partial();
      this.#dropPartial(false);
      if (line !== null) take(line);
    } else if (end > start && end - start <= LINE_LIMIT_BYTES) {
      take({ text: bytes.toString('utf8', start, end), offsetBytes: offsetBytes + start });
    }
  }

  #hold(bytes: Buffer, start: number, offsetBytes: number): void {
    const length = bytes.length - start;
    if (length === 0 || this.#isSkipping) return;
    if (this.#heldBytes + length > LINE_LIMIT_BYTES) {
      this.#dropPartial(true);
      return;
    }
    if (this.#heldBytes === 0) this.#heldOffsetBytes = offsetBytes + start;
    if (this.#heldBytes + length > this.#held.length) this.#grow(this.#heldBytes + length);
    this.#heldBytes += bytes.copy(this.#held, this.#heldBytes, start);
  }

  #grow(neededBytes: number): void {
    const grown = Buffer.alloc(Math.min(LINE_LIMIT_BYTES, Math.max(1024, neededBytes * 2)));
    this.#held.copy(grown, 0, 0, this.#heldBytes);
    this.#held = grown;
  }

  #dropPartial(isSkipping: boolean): void {
    this.#heldBytes = 0;
    this.#isSkipping = isSkipping;
  }
}
