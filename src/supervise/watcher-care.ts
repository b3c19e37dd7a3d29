import { existsSync } from 'node:fs';
import type { SupervisionOrder } from '../../schemas/generated/types.ts';
import { startWatcher } from '../attend/watcher-start.ts';
import { type CoarseTimer, setCoarseTimer } from '../base/coarse-timer.ts';
import { debug } from '../base/debug.ts';
import { projectAt, watchersFolder } from '../journal/project-paths.ts';
import { holderOf } from '../slots/sole-holder.ts';

/** The command goes first, and the word to its launcher that it runs: starting a process takes some milliseconds. */
const firstLookMs = 100;
const lookMs = 2000;
/** One that dies again and again is started less and less often. */
const longestPauseMs = 60_000;

/** Looks now and then whether a watcher lives, and starts one where none does: somebody must tell how it ends. */
export class WatcherCare {
  readonly #order: Pick<SupervisionOrder, 'watcher' | 'root' | 'journal'>;
  #pauseMs = lookMs;
  #timer: CoarseTimer;

  constructor(order: Pick<SupervisionOrder, 'watcher' | 'root' | 'journal'>) {
    this.#order = order;
    this.#timer = setCoarseTimer(() => this.#look(), firstLookMs);
  }

  /** Looks a last time: what is over now must still be told. */
  end(): void {
    this.#look();
    this.#timer.cancel();
  }

  #look(): void {
    const { watcher } = this.#order;
    if (watcher === null) return;
    this.#timer.cancel();
    try {
      this.#pauseMs = this.#isNeeded() ? this.#start(watcher) : lookMs;
    } catch (error) {
      debug('nobody can say whether a watcher lives', { error: String(error) });
    }
    this.#timer = setCoarseTimer(() => this.#look(), this.#pauseMs);
  }

  /** A project whose journals were removed has nothing to watch. */
  #isNeeded(): boolean {
    const { root, journal } = this.#order;
    return holderOf(watchersFolder(projectAt(root))) === null && existsSync(journal);
  }

  #start(entry: string): number {
    startWatcher(entry, this.#order.root);
    return Math.min(this.#pauseMs * 2, longestPauseMs);
  }
}
