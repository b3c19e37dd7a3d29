import { SafeLines } from './safe-line.ts';

/**
 * `safeOutput` for bytes that arrive in pieces: the same text whatever the pieces are, with one exception. A lone
 * `\r` overwrites only what its own piece holds; after text that was already shown it starts a new line, so a
 * progress bar followed with `logs -f` shows one line a reading.
 */
export class SafeOutput {
  /** Bytes that are not UTF-8 become U+FFFD; a byte order mark is kept, and so shown. */
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  readonly #lines: SafeLines;

  constructor(options: { readonly colours: boolean }) {
    this.#lines = new SafeLines(options);
  }

  /** What can be shown now: all of it but an unfinished character or escape sequence (bounded). */
  push(chunk: Uint8Array): string {
    return this.#lines.push(this.#decoder.decode(chunk, { stream: true }));
  }

  /** The rest, and a colour reset if one is needed. */
  end(): string {
    return this.#lines.push(this.#decoder.decode()) + this.#lines.end();
  }
}
