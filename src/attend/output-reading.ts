import type { DataOf } from '../../schemas/event.ts';
import { type ProgressFound, ProgressScanner } from '../output/progress-scanner.ts';
import { type LineHands, LineReader, type LineWish } from './line-reader.ts';
import { progressTold } from './progress-told.ts';
import type { RunPatterns } from './run-patterns.ts';

/** What the output of a run is read for. */
export type ReadingWish = LineWish & { readonly patterns: RunPatterns };

export type ReadingHands = LineHands & { readonly progressed: (data: DataOf<'process.progressed'>) => void };

/** Reads the output of a run for progress, for errors, and for the lines that decide how it ends. */
export class OutputReading {
  readonly lines: LineReader;
  readonly scanner: ProgressScanner;
  readonly #progressed: ReadingHands['progressed'];

  /** Reading begins at `startBytes` of all that was ever written. */
  constructor(wish: ReadingWish, hands: ReadingHands, startBytes: number) {
    this.lines = new LineReader(wish, hands);
    const onLine = this.lines.read.bind(this.lines);
    this.scanner = new ProgressScanner({ pattern: wish.patterns.progress, onLine, startBytes });
    this.#progressed = hands.progressed;
  }

  report(found: ProgressFound | null): void {
    if (found !== null) this.#progressed(progressTold(found));
  }
}
