/** Most digits of which every number is held exactly, so that it comes out as `JSON.parse` has it. */
const digitLimit = 15;
const powers = Array.from({ length: digitLimit + 1 }, (_, exponent) => 10 ** exponent);

/**
 * Goes over bytes from left to right, and expects them to be as they mostly are. Once something is not, `fits` is false
 * and stays so; what is answered from then on means nothing.
 */
export class ByteCursor {
  #bytes: Buffer = Buffer.alloc(0);
  #end = 0;
  #fits = false;
  position = 0;

  begin(bytes: Buffer, start: number, end: number): void {
    this.#bytes = bytes;
    this.#end = end;
    this.#fits = true;
    this.position = start;
  }

  get fits(): boolean {
    return this.#fits;
  }

  get isAtEnd(): boolean {
    return this.#fits && this.position === this.#end;
  }

  /** Steps over these bytes if they come next. */
  takes(expected: Uint8Array): boolean {
    const { position } = this;
    if (position + expected.length > this.#end) return false;
    const bytes = this.#bytes;
    for (let index = 0; index < expected.length; index += 1)
      if (bytes[position + index] !== expected[index]) return false;
    this.position = position + expected.length;
    return true;
  }

  expect(expected: Uint8Array): void {
    if (!this.takes(expected)) this.#fits = false;
  }

  /** A number that is not negative and has no exponent; a fraction only where it may have one. */
  number(least: number, most: number, mayBeFraction = false): number {
    const start = this.position;
    const whole = this.#digits(0);
    const wholeDigits = this.position - start;
    if (wholeDigits === 0 || (wholeDigits > 1 && this.#bytes[start] === 0x30)) this.#fits = false;
    let value = whole;
    let digits = wholeDigits;
    if (mayBeFraction && this.#bytes[this.position] === 0x2e) {
      this.position += 1;
      const from = this.position;
      const all = this.#digits(whole);
      const behind = this.position - from;
      digits += behind;
      // Both are whole numbers that are held exactly, so this rounds once, as reading the text does.
      value = all / (powers[behind] ?? Number.NaN);
      if (behind === 0) this.#fits = false;
    }
    if (digits > digitLimit || !(value >= least && value <= most)) this.#fits = false;
    return value;
  }

  /** A byte after the other of a kind; the kind is a table of 256. */
  skip(kind: Uint8Array, least: number, most: number): void {
    const from = this.position;
    let position = from;
    while (position < this.#end && kind[this.#bytes[position] ?? 0] === 1) position += 1;
    this.position = position;
    if (position - from < least || position - from > most) this.#fits = false;
  }

  /** A text up to its quote. One with escapes does not fit, nor one that may be longer than this. */
  text(limitBytes: number): string {
    const bytes = this.#bytes;
    const from = this.position;
    let seen = 0;
    let position = from;
    for (; position < this.#end; position += 1) {
      const byte = bytes[position] ?? 0;
      if (byte === 0x22) break;
      if (byte === 0x5c || byte < 0x20) this.#fits = false;
      seen |= byte;
    }
    this.position = position + 1;
    if (position >= this.#end || position - from > limitBytes) this.#fits = false;
    if (!this.#fits) return '';
    return bytes.toString(seen < 0x80 ? 'latin1' : 'utf8', from, position);
  }

  /** What was gone over since a position, all of it ASCII. */
  since(position: number): string {
    return this.#bytes.toString('latin1', position, this.position);
  }

  #digits(value: number): number {
    let sum = value;
    for (; this.position < this.#end; this.position += 1) {
      const digit = (this.#bytes[this.position] ?? 0) - 0x30;
      if (digit < 0 || digit > 9) break;
      sum = sum * 10 + digit;
    }
    return sum;
  }
}
