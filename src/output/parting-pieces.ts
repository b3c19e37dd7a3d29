import { fstatSync, readSync } from 'node:fs';

const chunkBytes = 256 * 1024;
/** Most of a line that is held; a longer one comes in pieces. */
export const pieceLimitBytes = 64 * 1024;
/** A piece ends behind a separator, if one stands this near to its limit: so that no number is cut in two. */
const separatorLimitBytes = 4096;
const newline = 0x0a;
const carriageReturn = 0x0d;

/** A line of an output without its end, or a part of a long one. Valid for as long as it is held. */
export type Piece = {
  readonly bytes: Buffer;
  /** Where its line begins, counted from the first byte ever written, and from line 1. */
  readonly offset: number;
  readonly line: number;
  readonly isStart: boolean;
  readonly isEnd: boolean;
};

/** Reads a file line by line, however large it is and however long its lines are. */
export class Pieces {
  readonly #fd: number;
  readonly #goneBytes: number;
  readonly #endBytes: number;
  readonly #isGrowing: boolean;
  #held: Buffer = Buffer.alloc(0);
  #at = 0;
  #position: number;
  #line = 1;
  #lineOffset: number;
  #isStart = true;

  /** `goneBytes` went from its front. Of a file that grows it is read what is there now, in whole lines. */
  constructor(fd: number, { goneBytes = 0, fromOffset = 0, isGrowing = false } = {}) {
    this.#fd = fd;
    this.#goneBytes = goneBytes;
    this.#isGrowing = isGrowing;
    this.#endBytes = fstatSync(fd).size;
    this.#position = Math.min(Math.max(0, fromOffset - goneBytes), this.#endBytes);
    this.#line = 1 + newlinesBefore(fd, this.#position);
    this.#lineOffset = this.#position + goneBytes;
  }

  /** Where the next line begins. */
  get place(): { readonly line: number; readonly offset: number } {
    return { line: this.#line, offset: this.#lineOffset };
  }

  next(): Piece | null {
    for (;;) {
      const end = this.#held.indexOf(newline, this.#at);
      const isWhole = end !== -1 && end - this.#at <= pieceLimitBytes;
      if (isWhole) return this.#taken(end, end + 1, true);
      if (this.#held.length - this.#at > pieceLimitBytes) {
        if (this.#dropOverwritten()) continue;
        const cut = cutOf(this.#held, this.#at);
        return this.#taken(cut, cut, false);
      }
      if (!this.#readOn()) return this.#rest();
    }
  }

  #rest(): Piece | null {
    const isLineBegun = this.#at < this.#held.length || !this.#isStart;
    if (!isLineBegun || this.#isGrowing) return null;
    return this.#taken(this.#held.length, this.#held.length, true);
  }

  #taken(end: number, next: number, isEnd: boolean): Piece {
    const bytes = this.#held.subarray(this.#at, end);
    const piece = { bytes, offset: this.#lineOffset, line: this.#line, isStart: this.#isStart, isEnd };
    this.#at = next;
    this.#isStart = isEnd;
    if (isEnd) {
      this.#line += 1;
      this.#lineOffset = this.#position - (this.#held.length - this.#at) + this.#goneBytes;
    }
    return piece;
  }

  /** A progress bar may redraw itself ten thousand times in a line: only its last state is seen. */
  #dropOverwritten(): boolean {
    const window = this.#held.subarray(this.#at, this.#at + pieceLimitBytes);
    const last = window.lastIndexOf(carriageReturn, window.length - 2);
    if (last === -1 || window[last + 1] === newline) return false;
    this.#at += last + 1;
    return true;
  }

  #readOn(): boolean {
    const wanted = Math.min(chunkBytes, this.#endBytes - this.#position);
    if (wanted <= 0) return false;
    const kept = this.#held.length - this.#at;
    const bytes = Buffer.allocUnsafe(kept + wanted);
    this.#held.copy(bytes, 0, this.#at);
    const count = readSync(this.#fd, bytes, kept, wanted, this.#position);
    this.#held = bytes.subarray(0, kept + count);
    this.#at = 0;
    this.#position += count;
    return count > 0;
  }
}

/** Behind the last separator that is near the limit, else at it. */
function cutOf(held: Buffer, at: number): number {
  const limit = at + pieceLimitBytes;
  for (const separators of [',;}])>', ' \t']) {
    for (let cut = limit; cut > limit - separatorLimitBytes; cut -= 1) {
      if (separators.includes(String.fromCharCode(held[cut - 1] ?? 0))) return cut;
    }
  }
  return limit;
}

function newlinesBefore(fd: number, endBytes: number): number {
  let newlines = 0;
  const chunk = Buffer.allocUnsafe(chunkBytes);
  for (let position = 0; position < endBytes; ) {
    const count = readSync(fd, chunk, 0, Math.min(chunkBytes, endBytes - position), position);
    if (count === 0) break;
    const read = chunk.subarray(0, count);
    for (let at = read.indexOf(newline); at !== -1; at = read.indexOf(newline, at + 1)) newlines += 1;
    position += count;
  }
  return newlines;
}
