import { monotonicMs } from '../base/clock.ts';
import { hasMoved, type TreeWork } from '../process/tree-work.ts';

/** How long nothing of a tree has moved, by a clock that stands still while the machine sleeps. */
export class IdleTime {
  #before: TreeWork | null = null;
  #lookedAtMs = monotonicMs();
  #movedAtMs = monotonicMs();

  /** Null where it cannot be measured. The first look has nothing to compare with, and counts as movement. */
  look(work: TreeWork | null, silentMs: number): number | null {
    if (work === null) return null;
    const nowMs = monotonicMs();
    const before = this.#before;
    if (before === null || hasMoved(before, work, nowMs - this.#lookedAtMs)) this.#movedAtMs = nowMs;
    this.#before = work;
    this.#lookedAtMs = nowMs;
    return Math.round(Math.min(nowMs - this.#movedAtMs, silentMs));
  }
}
