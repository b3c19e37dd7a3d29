import { isUtf8 } from 'node:buffer';
import { type CorruptRange, type CorruptReason, readLineLimitBytes } from '../../schemas/event.ts';

/** A line that looks like a JSON object, with where it begins in the file. Its `\n` is not part of it. */
export type FramedLine = { readonly offset: number; readonly length: number; readonly text: string };

export type FrameSink = {
  /** Asked first, with the bytes where they lie: true if it took the line, and no text is made of it. */
  readonly bytes?: (bytes: Buffer, start: number, end: number, offset: number) => boolean;
  readonly line: (line: FramedLine) => void;
  readonly corrupt: (range: CorruptRange) => void;
};

const newline = 0x0a;

/**
 * Cuts a journal's bytes into lines. What comes after the last `\n` is pending, not corrupt. What is no object, not
 * UTF-8 or longer than 1 MiB is reported as a range and skipped; blank lines are nothing. Never throws, and keeps at
 * most one line in memory.
 */
export class JournalFramer {
  readonly #sink: FrameSink;
  #pieces: Buffer[] = [];
  #lineOffset: number;
  #lineLength = 0;

  constructor(sink: FrameSink, offset = 0) {
    this.#sink = sink;
    this.#lineOffset = offset;
  }

  /** Where the first line that is not complete yet begins. */
  get pendingOffset(): number {
    return this.#lineOffset;
  }

  /** Bytes after the last `\n`. */
  get pendingLength(): number {
    return this.#lineLength;
  }

  push(chunk: Buffer): void {
    let start = 0;
    let end = chunk.indexOf(newline);
    if (end !== -1 && this.#lineLength > 0) {
      this.#keep(chunk.subarray(0, end));
      this.#finishKept();
      start = end + 1;
      end = chunk.indexOf(newline, start);
    }
    if (end !== -1) start = this.#frameAll(chunk, start, end);
    if (start < chunk.length) this.#keep(Buffer.from(chunk.subarray(start)));
  }

  /**
   * The lines that lie in the chunk as a whole. One look tells whether all of them are UTF-8, and each is decoded where
   * it lies: together an eighth of what a decoder that checks line by line takes.
   */
  #frameAll(chunk: Buffer, from: number, firstEnd: number): number {
    const isText = isUtf8(chunk.subarray(from, chunk.lastIndexOf(newline)));
    let start = from;
    for (let end = firstEnd; end !== -1; end = chunk.indexOf(newline, start)) {
      if (end > start) this.#frame(chunk, start, end, isText);
      this.#lineOffset += end - start + 1;
      start = end + 1;
    }
    return start;
  }

  /** A piece of a line that outlives its chunk. */
  #keep(piece: Buffer): void {
    this.#lineLength += piece.length;
    if (this.#lineLength > readLineLimitBytes) this.#pieces = [];
    else if (piece.length > 0) this.#pieces.push(piece);
  }

  #finishKept(): void {
    const length = this.#lineLength;
    if (length > readLineLimitBytes)
      this.#sink.corrupt({ offset: this.#lineOffset, length, reason: 'too_long' });
    else this.#frame(Buffer.concat(this.#pieces), 0, length, false);
    this.#pieces = [];
    this.#lineOffset += length + 1;
    this.#lineLength = 0;
  }

  #frame(bytes: Buffer, start: number, end: number, isText: boolean): void {
    const offset = this.#lineOffset;
    const length = end - start;
    const reason = problemOf(bytes, start, end, isText);
    if (reason !== null) this.#sink.corrupt({ offset, length, reason });
    else if (this.#sink.bytes?.(bytes, start, end, offset) !== true)
      this.#sink.line({ offset, length, text: bytes.toString(undefined, start, end) });
  }
}

function problemOf(bytes: Buffer, start: number, end: number, isText: boolean): CorruptReason | null {
  if (end - start > readLineLimitBytes) return 'too_long';
  if (bytes[start] !== 0x7b) return 'not_an_object';
  if (bytes[end - 1] !== 0x7d) return 'torn';
  return isText || isUtf8(bytes.subarray(start, end)) ? null : 'not_utf8';
}
