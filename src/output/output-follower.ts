import { closeSync, fstatSync, readSync, statSync } from 'node:fs';
import { hasCode } from '../base/system-error.ts';
import { openOutputForReading } from './output-file.ts';

const chunkBytes = 256 * 1024;

/**
 * Reads on in an output that grows, is cut at its front (the journal says by how much in all), is emptied, or is
 * moved away and made anew. Positions count from the first byte ever written.
 */
export class OutputFollower {
  readonly #path: string;
  #fd: number | null = null;
  #position: number;
  #wasShorter = false;

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
    this.#fd ??= openOutputForReading(this.#path);
    if (this.#fd === null) return;
    yield* this.#rest(this.#fd, goneBytes);
    if (!this.#replaced(this.#fd)) return;
    closeSync(this.#fd);
    this.#fd = openOutputForReading(this.#path);
    this.#position = goneBytes;
    if (this.#fd !== null) yield* this.#rest(this.#fd, goneBytes);
  }

  close(): void {
    if (this.#fd !== null) closeSync(this.#fd);
    this.#fd = null;
  }

  *#rest(fd: number, goneBytes: number): Generator<Buffer> {
    this.#position = Math.max(this.#position, goneBytes);
    if (this.#isShorter(fd, goneBytes)) return;
    for (;;) {
      const chunk = Buffer.allocUnsafe(chunkBytes);
      const count = readSync(fd, chunk, 0, chunkBytes, this.#position - goneBytes);
      if (count === 0) return;
      this.#position += count;
      yield chunk.subarray(0, count);
    }
  }

  /**
   * Shorter than what was read: its front was just cut and the journal does not say so yet, or somebody emptied it.
   * Only the second is still so at the next read; then reading begins anew.
   */
  #isShorter(fd: number, goneBytes: number): boolean {
    const shorter = fstatSync(fd).size + goneBytes < this.#position;
    if (shorter && this.#wasShorter) this.#position = goneBytes;
    const again = shorter && !this.#wasShorter;
    this.#wasShorter = again;
    return again;
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
