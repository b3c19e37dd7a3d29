import type { Progress, ProgressReading } from './progress-line.ts';
import { advanceProgress, NO_PROGRESS, type ProgressState } from './progress-sequence.ts';

/** Holds the rules of `advanceProgress` over the readings of one run. */
export class ProgressTracker {
  #state: ProgressState = NO_PROGRESS;

  /** Takes a reading in; returns the progress of the run if it changed, else null. */
  note(reading: ProgressReading): Progress | null {
    const before = this.#state.current;
    this.#state = advanceProgress(this.#state, reading);
    return isSameProgress(before, this.#state.current) ? null : this.#state.current;
  }

  /** What `note` would return, without taking the reading in: for a line that may still grow. */
  preview(reading: ProgressReading): Progress | null {
    const { current } = advanceProgress(this.#state, reading);
    return isSameProgress(this.#state.current, current) ? null : current;
  }
}

export function isSameProgress(a: Progress, b: Progress): boolean {
  return a.percent === b.percent && a.step === b.step && a.steps === b.steps && a.label === b.label;
}
