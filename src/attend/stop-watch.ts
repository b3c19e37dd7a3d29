import type { FileWatch } from '../../reactors/watcher.ts';
import type { DataOf, ReadEvent } from '../../schemas/event.ts';
import { type CoarseTimer, setCoarseInterval, setCoarseTimer } from '../base/coarse-timer.ts';
import { debug } from '../base/debug.ts';
import { isFile } from '../base/file-stamp.ts';
import { JournalTail } from '../journal/journal-tail.ts';

/** chokidar drops a change that follows another within 50 ms, so each hint is looked into three times. */
const lookAgainMs = [0, 75, 300] as const;
const sweepMs = 2000;
/** By a beat of a second sooner: after two seconds or three. */
const firstSweepMs = 3000;
/**
 * Until the first sweep, which loads chokidar: a command of a moment need not pay for it, and one that writes as fast as it
 * can has the machine for itself. A look costs 0.1 ms, chokidar 20 beside such a command.
 */
const plainLookMs = 100;

const askedType = 'process.stop_requested';

export type StopWatchTold = {
  /** Something may have happened to the file, whatever it was. */
  readonly looked?: () => void;
  readonly asked: (request: DataOf<'process.stop_requested'>) => void;
};

/**
 * Watches one's own journal for stop requests: by looking at it until the first sweep, then by chokidar. A hint of
 * chokidar only means "look"; a sweep every two seconds finds what no hint told (no inotify left, a network file system).
 */
export class StopWatch {
  readonly #path: string;
  readonly #processId: string;
  #tail: JournalTail | null = null;
  #isClosed = false;
  readonly #by: string;
  readonly #told: StopWatchTold;
  #watch: FileWatch | null = null;
  #isBeginning = false;
  readonly #plainLooks: CoarseTimer;
  #sweep: CoarseTimer;

  constructor(path: string, processId: string, ownWriter: string, told: StopWatchTold) {
    this.#path = path;
    this.#processId = processId;
    this.#by = ownWriter;
    this.#told = told;
    this.#plainLooks = setCoarseInterval(() => this.#look(), plainLookMs);
    // Not on the next beat, which may be now.
    this.#sweep = setCoarseTimer(() => this.#beginSweeping(), firstSweepMs);
    this.#look();
  }

  #beginSweeping(): void {
    this.#plainLooks.cancel();
    this.#sweep = setCoarseInterval(() => this.#keepLooking(), sweepMs);
    this.#keepLooking();
  }

  /** A journal that was removed has been put back by the look that comes first. */
  #keepLooking(): void {
    this.#look();
    if (this.#watch === null && isFile(this.#path)) void this.#watchAnew();
  }

  /** chokidar is loaded for it, and not before. The next sweep tries again where it cannot be. */
  async #watchAnew(): Promise<void> {
    if (this.#isBeginning) return;
    this.#isBeginning = true;
    const troubled = (error: unknown): void =>
      debug('own journal cannot be watched', { error: String(error) });
    try {
      const { watchFile } = await import('../../reactors/watcher.ts');
      if (this.#isClosed || !isFile(this.#path)) return; // of what is gone it would watch the folder
      const removed = (): void => {
        this.#watch = null;
        this.#lookAgain();
      };
      this.#watch = watchFile(this.#path, { changed: () => this.#lookAgain(), removed, troubled });
      this.#lookAgain();
    } catch (error) {
      troubled(error);
    } finally {
      this.#isBeginning = false;
    }
  }

  #lookAgain(): void {
    for (const ms of lookAgainMs) setTimeout(() => this.#look(), ms).unref();
  }

  /** Trouble with one look (no descriptor left, an I/O error) is not the end of the watch: the sweep looks again. */
  #news(): ReadEvent[] {
    try {
      this.#tail ??= new JournalTail(this.#path, this.#processId, { holding: askedType });
      return this.#tail.drain();
    } catch (error) {
      debug('own journal cannot be read', { error: String(error) });
      return [];
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#plainLooks.cancel();
    this.#sweep.cancel();
    await this.#watch?.close();
    this.#tail?.close();
  }

  #look(): void {
    if (this.#isClosed) return;
    this.#told.looked?.();
    for (const read of this.#news()) {
      if (read.known && read.event.type === askedType && read.event.by !== this.#by) {
        this.#told.asked(read.event.data);
      }
    }
  }
}
