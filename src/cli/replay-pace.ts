import { monotonicMs, sleepMs } from '../base/clock.ts';

/** Longest that a viewer waits for the next event: whatever is more is left out, and said. */
const longestPauseMs = 60_000;

/** Plays events at a speed. What printing takes is made up for, so a long replay is not late at its end. */
export class ReplayPace {
  readonly #speed: number;
  readonly #longestPauseMs: number;
  #previousAtMs: number | null = null;
  #dueMs = monotonicMs();

  constructor(speed: number, longestMs = longestPauseMs) {
    this.#speed = speed;
    this.#longestPauseMs = longestMs;
  }

  /**
   * Waits until it is the turn of an event that is dated so. Answers how many milliseconds of the run were left out
   * before it, 0 mostly. A clock that was set back makes no pause.
   */
  async before(atMs: number): Promise<number> {
    const gapMs = this.#previousAtMs === null ? 0 : Math.max(0, atMs - this.#previousAtMs) || 0;
    this.#previousAtMs = atMs;
    const pauseMs = Math.min(gapMs / this.#speed, this.#longestPauseMs);
    this.#dueMs += pauseMs;
    const waitMs = this.#dueMs - monotonicMs();
    if (waitMs >= 1) await sleepMs(waitMs);
    return Math.max(0, Math.round(gapMs - pauseMs * this.#speed));
  }
}
