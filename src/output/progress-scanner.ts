import { type Progress, readProgressLine, readUnfinishedLine } from './progress-line.ts';
import type { ProgressPattern } from './progress-match.ts';
import { ProgressSplitter, type SplitLine } from './progress-splitter.ts';
import { cutWithoutSecrets, plainText } from './progress-text.ts';
import { isSameProgress, ProgressTracker } from './progress-tracker.ts';

/** `line` is where it was read, without escapes, at most 500 characters; `offsetBytes` is of that line's first byte. */
export type ProgressFound = Progress & { readonly line: string; readonly offsetBytes: number };

const SHOWN_LINE_LIMIT_CHARS = 500;

/**
 * Bytes of a program's output in, changes of its progress out. `push` and `end` speak of whole lines, `peek` of the
 * line that has not ended yet; a change is told once, by whichever sees it first. However the bytes are cut, the
 * progress after the same bytes is the same.
 */
export class ProgressScanner {
  readonly #pattern: ProgressPattern | undefined;
  readonly #onLine: ((line: SplitLine) => void) | undefined;
  readonly #splitter: ProgressSplitter;
  readonly #tracker = new ProgressTracker();
  #newest: ProgressFound | null = null;
  #told: Progress = {};

  /** `onLine` is shown every whole line, whether it tells progress or not. A line begins at `startBytes`. */
  constructor(
    options: {
      readonly pattern?: ProgressPattern | undefined;
      readonly onLine?: ((line: SplitLine) => void) | undefined;
      readonly startBytes?: number;
    } = {},
  ) {
    this.#pattern = options.pattern;
    this.#onLine = options.onLine;
    this.#splitter = new ProgressSplitter(options.startBytes);
  }

  /**
   * Scans the bytes at a logical offset; earlier changes in them give way to the newest, which is returned, or null.
   * An offset that does not continue the last chunk (`startBytes` at first) drops what lies before the next line end.
   */
  push(chunk: Uint8Array, offsetBytes: number): ProgressFound | null {
    let lines = 0;
    this.#splitter.push(chunk, offsetBytes, (line) => {
      lines += 1;
      this.#note(line);
    });
    // Only then: without a finished line, what a peek told is newer than the newest finished one.
    return lines === 0 ? null : this.#tell(this.#newest);
  }

  /** Reads a bar that waits for its next redraw at the end of the last chunk. Never half a number. */
  peek(): ProgressFound | null {
    const line = this.#splitter.partial();
    const reading = line === null ? null : readUnfinishedLine(line.text, this.#pattern);
    const progress = reading === null ? null : this.#tracker.preview(reading);
    return line === null || progress === null ? null : this.#tell(foundIn(line, progress));
  }

  /** The output has ended: an unfinished last line counts as whole. */
  end(): ProgressFound | null {
    const line = this.#splitter.partial();
    this.#splitter.drop();
    if (line !== null) this.#note(line);
    return this.#tell(this.#newest);
  }

  #note(line: SplitLine): void {
    this.#onLine?.(line);
    const reading = readProgressLine(line.text, this.#pattern);
    const progress = reading === null ? null : this.#tracker.note(reading);
    if (progress !== null) this.#newest = foundIn(line, progress);
  }

  #tell(found: ProgressFound | null): ProgressFound | null {
    if (found === null || isSameProgress(found, this.#told)) return null;
    this.#told = found;
    return found;
  }
}

function foundIn(line: SplitLine, progress: Progress): ProgressFound {
  const text = plainText(line.text).trim();
  return {
    ...progress,
    line: cutWithoutSecrets(text, SHOWN_LINE_LIMIT_CHARS),
    offsetBytes: line.offsetBytes,
  };
}
