import { type CorruptRange, type CorruptReason, readLineLimitBytes } from '../../schemas/event.ts';

/** A line that looks like a JSON object, with where it begins in the file. Its `\n` is not part of it. */
export type FramedLine = { readonly offset: number; readonly length: number; readonly text: string };

export type FrameSink = {
  readonly line: (line: FramedLine) => void;
  readonly corrupt: (range: CorruptRange) => void;
};

const newline = 0x0a;
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

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
    for (;;) {
      const end = chunk.indexOf(newline, start);
      if (end === -1) break;
      this.#keep(chunk.subarray(start, end), false);
      this.#finishLine();
      start = end + 1;
    }
    if (start < chunk.length) this.#keep(chunk.subarray(start), true);
  }

  #keep(piece: Buffer, outlivesChunk: boolean): void {
    this.#lineLength += piece.length;
    if (this.#lineLength > readLineLimitBytes) this.#pieces = [];
    else if (piece.length > 0) this.#pieces.push(outlivesChunk ? Buffer.from(piece) : piece);
  }

  #finishLine(): void {
    const offset = this.#lineOffset;
    const length = this.#lineLength;
    const [first] = this.#pieces;
    const bytes = this.#pieces.length === 1 && first !== undefined ? first : Buffer.concat(this.#pieces);
    this.#pieces = [];
    this.#lineOffset += length + 1;
    this.#lineLength = 0;
    if (length === 0) return;
    const read = length > readLineLimitBytes ? 'too_long' : frame(bytes);
    if (typeof read === 'string') this.#sink.corrupt({ offset, length, reason: read });
    else this.#sink.line({ offset, length, text: read.text });
  }
}

function frame(bytes: Buffer): { readonly text: string } | CorruptReason {
  if (bytes[0] !== 0x7b) return 'not_an_object';
  if (bytes[bytes.length - 1] !== 0x7d) return 'torn';
  try {
    return { text: decoder.decode(bytes) };
  } catch {
    return 'not_utf8';
  }
}
