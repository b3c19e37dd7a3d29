import { closeSync, fstatSync, readSync, statSync } from 'node:fs';
import { hasCode } from '../base/system-error.ts';
import { openOutputForReading } from './output-file.ts';

const chunkBytes = 256 * 1024;
/** So many of the bytes that were read last are looked for before the next ones: some lines, for lines are alike. */
const anchorBytes = 4096;
/** They are searched this far back from where they stood, when they stand there no more. */
const searchBytes = 16 * 1024 * 1024;
/** Reads that find other bytes there before reading begins anew: some seconds, for whoever looks 25 times a second. */
const doubtLimitReads = 50;

const nothing = Buffer.alloc(0);

/**
 * Reads on in an output that grows, is cut at its front (the journal says by how much in all), is emptied, or is
 * moved away and made anew. Positions count from the first byte ever written.
 *
 * A cut is seen in the file before the journal tells it, so an offset may be of the file before a cut or after it.
 * What was read last tells which: nothing is given out that does not stand right behind it, for a line must not come
 * twice.
 */
export class OutputFollower {
  readonly #path: string;
  #fd: number | null = null;
  #position: number;
  /** What was read last, at most `anchorBytes`. */
  #anchor = nothing;
  /** What was gone from the front when it was read. */
  #toldBytes = 0;
  #doubtfulReads = 0;

  /** Begins at a position; beyond the end means at the end. */
  constructor(path: string, position = 0) {
    this.#path = path;
    this.#position = position;
  }

  get position(): number {
    return this.#position;
  }

  /** What came since the last read. `goneBytes` went from the front in all. */
  *read(goneBytes: number): Generator<Buffer> {
    if (this.#fd === null) {
      this.#fd = openOutputForReading(this.#path);
      if (this.#fd === null) return;
      this.#beginAt(Math.min(this.#position, goneBytes + fstatSync(this.#fd).size));
    }
    yield* this.#rest(this.#fd, goneBytes);
    if (!this.#replaced(this.#fd)) return;
    closeSync(this.#fd);
    this.#fd = openOutputForReading(this.#path);
    this.#beginAt(goneBytes);
    if (this.#fd !== null) yield* this.#rest(this.#fd, goneBytes);
  }

  close(): void {
    if (this.#fd !== null) closeSync(this.#fd);
    this.#fd = null;
  }

  *#rest(fd: number, goneBytes: number): Generator<Buffer> {
    if (this.#toldBytes !== goneBytes) this.#takeIn(fd, goneBytes);
    for (;;) {
      const chunk = this.#next(fd, goneBytes) ?? this.#afterDoubt(fd, goneBytes);
      if (chunk.length === 0) return;
      yield chunk;
    }
  }

  /** More is gone than before: was it cut off after the last read, as usual, or already before it? */
  #takeIn(fd: number, goneBytes: number): void {
    const start = this.#position - goneBytes - this.#anchor.length;
    if (start >= 0 && this.#isAnchorAt(fd, start)) return;
    if (!this.#seek(fd, goneBytes) && this.#position < goneBytes) this.#beginAt(goneBytes);
  }

  /** The next bytes, empty at the end; null where something else stands before them than was read last. */
  #next(fd: number, goneBytes: number): Buffer | null {
    const offset = this.#position - goneBytes;
    const anchor = this.#anchor.subarray(Math.max(0, this.#anchor.length - offset));
    const bytes = Buffer.allocUnsafe(anchor.length + chunkBytes);
    const count = readSync(fd, bytes, 0, bytes.length, offset - anchor.length);
    if (count < anchor.length || !bytes.subarray(0, anchor.length).equals(anchor)) return null;
    this.#doubtfulReads = 0;
    this.#toldBytes = goneBytes;
    const chunk = bytes.subarray(anchor.length, count);
    this.#position += chunk.length;
    this.#anchor = Buffer.concat([this.#anchor, chunk.subarray(-anchorBytes)]).subarray(-anchorBytes);
    return chunk;
  }

  /** Cut, and the journal does not say so yet, or emptied by somebody: only the second is still so after a while. */
  #afterDoubt(fd: number, goneBytes: number): Buffer {
    this.#doubtfulReads += 1;
    if (this.#doubtfulReads < doubtLimitReads) return nothing;
    if (!this.#seek(fd, goneBytes)) this.#beginAt(goneBytes);
    return this.#next(fd, goneBytes) ?? nothing;
  }

  /** Goes on behind what was read last, if that is still in the file, where it was or nearer to the front. */
  #seek(fd: number, goneBytes: number): boolean {
    const end = this.#position - this.#toldBytes;
    const start = Math.max(0, end - searchBytes);
    if (this.#anchor.length === 0 || end <= start) return false;
    const bytes = Buffer.allocUnsafe(end - start);
    const at = bytes.subarray(0, readSync(fd, bytes, 0, bytes.length, start)).lastIndexOf(this.#anchor);
    if (at === -1) return false;
    this.#position = goneBytes + start + at + this.#anchor.length;
    return true;
  }

  #isAnchorAt(fd: number, start: number): boolean {
    const bytes = Buffer.allocUnsafe(this.#anchor.length);
    return readSync(fd, bytes, 0, bytes.length, start) === bytes.length && bytes.equals(this.#anchor);
  }

  #beginAt(position: number): void {
    this.#position = position;
    this.#anchor = nothing;
    this.#doubtfulReads = 0;
  }

  #replaced(fd: number): boolean {
    try {
      return statSync(this.#path).ino !== fstatSync(fd).ino;
    } catch (error) {
      if (hasCode(error, 'ENOENT')) return false; // moved away; whoever writes still writes there
      throw error;
    }
  }
}
