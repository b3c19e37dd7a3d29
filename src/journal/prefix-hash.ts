import { createHash } from 'node:crypto';
import { readSync } from 'node:fs';

const chunkBytes = 64 * 1024;
/** One for all: whoever folds ten thousand journals makes as many hashes. What is read lies there for one call only. */
let chunk: Buffer | null = null;

/** SHA-256 of the first `offsetBytes` of a file, kept as the file grows: what an event's `seen` says. */
export class PrefixHash {
  #hash = createHash('sha256');
  #offsetBytes = 0;
  #endsWithNewline = true;

  get offsetBytes(): number {
    return this.#offsetBytes;
  }

  /** True for an empty file too: the next line may start where it ends. */
  get endsWithNewline(): boolean {
    return this.#endsWithNewline;
  }

  /** First 32 hex digits. */
  digest(): string {
    return this.#hash.copy().digest('hex').slice(0, 32);
  }

  add(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#hash.update(bytes);
    this.#offsetBytes += bytes.length;
    this.#endsWithNewline = bytes[bytes.length - 1] === 0x0a;
  }

  /** Reads what has come since, to the end of the file; `onBytes` sees it too. */
  addFrom(fd: number, onBytes?: (bytes: Buffer) => void): void {
    chunk ??= Buffer.allocUnsafeSlow(chunkBytes);
    for (;;) {
      const count = readSync(fd, chunk, 0, chunkBytes, this.#offsetBytes);
      if (count === 0) return;
      const bytes = chunk.subarray(0, count);
      this.add(bytes);
      onBytes?.(bytes);
    }
  }

  /** Reads on to a byte of the file, or to its end if that comes first. */
  addUpTo(fd: number, endOffset: number): void {
    chunk ??= Buffer.allocUnsafeSlow(chunkBytes);
    while (this.#offsetBytes < endOffset) {
      const want = Math.min(chunkBytes, endOffset - this.#offsetBytes);
      const count = readSync(fd, chunk, 0, want, this.#offsetBytes);
      if (count === 0) return;
      this.add(chunk.subarray(0, count));
    }
  }

  restart(): void {
    this.#hash = createHash('sha256');
    this.#offsetBytes = 0;
    this.#endsWithNewline = true;
  }
}
