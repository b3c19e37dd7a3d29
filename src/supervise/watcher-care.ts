import type { SupervisionOrder } from '../../schemas/generated/types.ts';
import { startWatcher } from '../attend/watcher-start.ts';
import { type CoarseTimer, setCoarseTimer } from '../base/coarse-timer.ts';
import { debug } from '../base/debug.ts';
import { isGone } from '../base/file-stamp.ts';
import { projectAt, watchersFolder } from '../journal/project-paths.ts';
import { holderOf } from '../slots/sole-holder.ts';

/**
 * The command goes first, and the word to its launcher that it runs: starting a process takes some milliseconds. By a
 * beat of a tenth of a second sooner.
 */
const firstLookMs = 200;
const lookMs = 2000;
/** One that dies again and again is started less and less often. */
const longestPauseMs = 60_000;
/** The last look, where it is refused (no descriptor, an I/O error): done again so often before it is given up. */
const lastLooks = 4;

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
  end(looks = lastLooks): void {
    this.#timer.cancel();
    if (this.#hasLooked() || looks === 1) return;
    this.#timer = setCoarseTimer(() => this.end(looks - 1), lookMs);
  }

  #look(): void {
    if (this.#order.watcher === null) return;
    this.#hasLooked();
    this.#timer = setCoarseTimer(() => this.#look(), this.#pauseMs);
  }

  #hasLooked(): boolean {
    const { watcher } = this.#order;
    if (watcher === null) return true;
    try {
      this.#pauseMs = this.#isNeeded() ? this.#start(watcher) : lookMs;
      return true;
    } catch (error) {
      debug('nobody can say whether a watcher lives', { error: String(error) });
      return false;
    }
  }

  /** A project whose journals were removed has nothing to watch. */
  #isNeeded(): boolean {
    const { root, journal } = this.#order;
    return holderOf(watchersFolder(projectAt(root))) === null && !isGone(journal);
  }

  #start(entry: string): number {
    startWatcher(entry, this.#order.root);
    return Math.min(this.#pauseMs * 2, longestPauseMs);
  }
}
