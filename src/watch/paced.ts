import { monotonicMs } from '../base/clock.ts';

/** However often it is asked for, no more than a tenth of the time goes into it. */
const share = 10;

/** Does something when asked: at once if that is not too soon, and always once more behind the last time it was asked. */
export class Paced {
  readonly #act: () => void;
  readonly #againMs: number;
  #timer: NodeJS.Timeout | null = null;
  #endedMs = Number.NEGATIVE_INFINITY;
  #tookMs = 0;

  constructor(act: () => void, againMs: number) {
    this.#act = act;
    this.#againMs = againMs;
  }

  ask(): void {
    const pauseMs = this.#tookMs * share;
    if (monotonicMs() >= this.#endedMs + pauseMs) this.#do();
    this.cancel();
    this.#timer = setTimeout(() => this.#do(), Math.max(this.#againMs, pauseMs)).unref();
  }

  cancel(): void {
    clearTimeout(this.#timer ?? undefined);
  }

  #do(): void {
    const startMs = monotonicMs();
    this.#act();
    this.#endedMs = monotonicMs();
    this.#tookMs = this.#endedMs - startMs;
  }
}
