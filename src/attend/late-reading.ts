import { monotonicMs } from '../base/clock.ts';
import { debug } from '../base/debug.ts';
import type { SplitLine } from '../output/progress-splitter.ts';
import type { LinesTold } from './lines-told.ts';
import type { OutputReading, ReadingHands, ReadingWish } from './output-reading.ts';
import { lagLimitBytes } from './output-scan.ts';

/**
 * A command that begins with a flood takes all that the machine gives, and of what it writes only the newest would be
 * read: loading what reads it keeps such a command waiting for 18 ms, which is little later on.
 */
const floodFirstMs = 2000;
/** As fast as what is too far behind at the next look, which is then. */
const floodLookMs = 100;

/**
 * The reading of an output, loaded when the command runs: its shapes and words are 60 kB, which a start would wait 7 ms
 * for. Where it cannot be loaded whoever looks at the output goes on without, and asks again.
 */
export class LateReading {
  readonly #wish: ReadingWish;
  readonly #hands: ReadingHands;
  readonly #startBytes: number;
  readonly #begunMs = monotonicMs();
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

  /** As `loaded`, for so many bytes of output. Null also where they can wait: not when they are the last ones. */
  async loadedFor(unreadBytes: number, areLast: boolean): Promise<OutputReading | null> {
    const ranMs = monotonicMs() - this.#begunMs;
    const isFlood = unreadBytes > (lagLimitBytes * Math.min(ranMs, floodLookMs)) / floodLookMs;
    const canWait = isFlood && ranMs < floodFirstMs && !this.hasBegun && !areLast;
    return canWait ? null : await this.loaded();
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
