/** The newest bytes of a file that is read from its start, as far back as somebody still needs them. */
export class ReadWindow {
  #bytes = Buffer.alloc(0);
  #offset = 0;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** Offset in the file, behind the last byte. */
  get endOffset(): number {
    return this.#offset + this.#length;
  }

  /** Copies: a reader uses its chunk again. */
  add(chunk: Buffer): void {
    if (this.#length + chunk.length > this.#bytes.length) {
      const larger = Buffer.allocUnsafe(this.#length + chunk.length);
      this.#bytes.copy(larger, 0, 0, this.#length);
      this.#bytes = larger;
    }
    chunk.copy(this.#bytes, this.#length);
    this.#length += chunk.length;
  }

  /** A view: it holds until the next call that changes the window. */
  between(start: number, end: number): Buffer {
    return this.#bytes.subarray(start - this.#offset, end - this.#offset);
  }

  dropBefore(offset: number): void {
    const gone = offset - this.#offset;
    this.#bytes.copyWithin(0, gone, this.#length);
    this.#offset = offset;
    this.#length -= gone;
  }
}
