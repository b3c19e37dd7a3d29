import { type FileWatch, watchFile } from '../../reactors/watcher.ts';
import type { DataOf, ReadEvent } from '../../schemas/event.ts';
import { type CoarseTimer, setCoarseInterval } from '../base/coarse-timer.ts';
import { debug } from '../base/debug.ts';
import { isFile } from '../base/file-stamp.ts';
import { JournalTail } from '../journal/journal-tail.ts';

/** chokidar drops a change that follows another within 50 ms, so each hint is looked into three times. */
const lookAgainMs = [0, 75, 300] as const;
const sweepMs = 2000;

export type StopWatchTold = {
  /** Something may have happened to the file, whatever it was. */
  readonly looked?: () => void;
  readonly asked: (request: DataOf<'process.stop_requested'>) => void;
};

/**
 * Watches one's own journal for stop requests. A hint of chokidar only means "look"; a sweep every two seconds finds
 * what no hint told (no inotify left, a network file system).
 */
export class StopWatch {
  readonly #path: string;
  readonly #processId: string;
  #tail: JournalTail | null = null;
  #isClosed = false;
  readonly #by: string;
  readonly #told: StopWatchTold;
  #watch: FileWatch | null = null;
  readonly #sweep: CoarseTimer;

  constructor(path: string, processId: string, ownWriter: string, told: StopWatchTold) {
    this.#path = path;
    this.#processId = processId;
    this.#by = ownWriter;
    this.#told = told;
    this.#watchAnew();
    this.#sweep = setCoarseInterval(() => this.#keepLooking(), sweepMs);
    this.#look();
  }

  /** A journal that was removed has been put back by the look that comes first. */
  #keepLooking(): void {
    this.#look();
    if (this.#watch === null && isFile(this.#path)) this.#watchAnew();
  }

  #watchAnew(): void {
    const lookAgain = (): void => {
      for (const ms of lookAgainMs) setTimeout(() => this.#look(), ms).unref();
    };
    this.#watch = watchFile(this.#path, {
      changed: lookAgain,
      removed: () => {
        this.#watch = null;
        lookAgain();
      },
      troubled: (error) => debug('own journal cannot be watched', { error: String(error) }),
    });
  }

  /** Trouble with one look (no descriptor left, an I/O error) is not the end of the watch: the sweep looks again. */
  #news(): ReadEvent[] {
    try {
      this.#tail ??= new JournalTail(this.#path, this.#processId);
      return this.#tail.drain();
    } catch (error) {
      debug('own journal cannot be read', { error: String(error) });
      return [];
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#sweep.cancel();
    await this.#watch?.close();
    this.#tail?.close();
  }

  #look(): void {
    if (this.#isClosed) return;
    this.#told.looked?.();
    for (const read of this.#news()) {
      if (read.known && read.event.type === 'process.stop_requested' && read.event.by !== this.#by) {
        this.#told.asked(read.event.data);
      }
    }
  }
}
