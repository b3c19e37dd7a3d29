import { debug } from '../base/debug.ts';
import type { SplitLine } from '../output/progress-splitter.ts';
import type { LinesTold } from './lines-told.ts';
import type { OutputReading, ReadingHands, ReadingWish } from './output-reading.ts';

/**
 * The reading of an output, loaded when the command runs: its shapes and words are 60 kB, which a start would wait 7 ms
 * for. Where it cannot be loaded whoever looks at the output goes on without, and asks again.
 */
export class LateReading {
  readonly #wish: ReadingWish;
  readonly #hands: ReadingHands;
  readonly #startBytes: number;
  #reading: OutputReading | null = null;

  /** Reading begins at `startBytes` of all that was ever written. */
  constructor(wish: ReadingWish, hands: ReadingHands, startBytes: number) {
    this.#wish = wish;
    this.#hands = hands;
    this.#startBytes = startBytes;
  }

  get hasBegun(): boolean {
    return this.#reading !== null;
  }

  /** Null where it cannot be loaded now. */
  async loaded(): Promise<OutputReading | null> {
    if (this.#reading !== null) return this.#reading;
    try {
      const { OutputReading } = await loadReading();
      this.#reading = new OutputReading(this.#wish, this.#hands, this.#startBytes);
    } catch (error) {
      debug('what reads an output cannot be loaded', { error: String(error) });
    }
    return this.#reading;
  }

  /** What the output has said so far. */
  get said(): Pick<LinesTold, 'isBlocked' | 'hasFailed' | 'isDone'> {
    return this.#reading?.lines.said ?? this.#wish.told;
  }

  /** Something was read, and a line that decides how the run ends may still come. */
  get isUndecided(): boolean {
    return this.#reading?.lines.isUndecided ?? false;
  }

  /** Reads a line for nothing but what decides. */
  decide(line: SplitLine): void {
    this.#reading?.lines.decide(line);
  }

  /** Nothing came for a while: what a trace has told so far is certain. */
  settle(): void {
    this.#reading?.lines.settle();
  }

  /** The output has ended. */
  end(): void {
    this.#reading?.lines.end();
  }
}

/** To be asked before the command runs where its output decides how it ends: without that, it must not run. */
export function loadReading(): Promise<typeof import('./output-reading.ts')> {
  return import('./output-reading.ts');
}
