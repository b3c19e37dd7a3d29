import { monotonicMs } from '../base/clock.ts';
import { debug } from '../base/debug.ts';
import type { SplitLine } from '../output/progress-splitter.ts';
import type { LinesTold } from './lines-told.ts';
import type { OutputReading, ReadingHands, ReadingWish } from './output-reading.ts';
import { lagLimitBytes } from './output-scan.ts';

/**
 * A command that begins with a flood takes all that the machine gives: loading what reads its output keeps it waiting for
 * 18 ms, which is little later on. Its first lines are read then, if they are still there, and the newest.
 */
const floodFirstMs = 2000;
/** As fast as what is too far behind at the next look, which is then. */
const floodLookMs = 100;
/** No look is sooner. */
const firstLookMs = 20;

/**
 * The reading of an output, loaded when the command runs: its shapes and words are 60 kB, which a start would wait 7 ms
 * for. Where it cannot be loaded whoever looks at the output goes on without, and asks again.
 */
export class LateReading {
  readonly #wish: ReadingWish;
  readonly #hands: ReadingHands;
  readonly #startBytes: number;
  /** The output decides how the run ends: then it is loaded already, and must not miss a line that is cut off soon. */
  readonly #decides: boolean;
  readonly #begunMs = monotonicMs();
  #reading: OutputReading | null = null;

  /** Reading begins at `startBytes` of all that was ever written. */
  constructor(wish: ReadingWish, hands: ReadingHands, startBytes: number) {
    this.#wish = wish;
    this.#hands = hands;
    this.#startBytes = startBytes;
    const { isEngine, patterns } = wish;
    this.#decides = isEngine || patterns.failOn !== null || patterns.doneOn !== null;
  }

  get hasBegun(): boolean {
    return this.#reading !== null;
  }

  /** As `loaded`, for so many bytes of output. Null also where they can wait: not when they are the last ones. */
  async loadedFor(unreadBytes: number, areLast: boolean): Promise<OutputReading | null> {
    const ranMs = monotonicMs() - this.#begunMs;
    const lookedMs = Math.min(Math.max(ranMs, firstLookMs), floodLookMs);
    const isFlood = unreadBytes > (lagLimitBytes * lookedMs) / floodLookMs;
    const mayWait = ranMs < floodFirstMs && !this.hasBegun && !this.#decides && !areLast;
    return isFlood && mayWait ? null : await this.loaded();
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
