import { fstatSync } from 'node:fs';
import type { DataOf } from '../../schemas/event.ts';
import { monotonicMs } from '../base/clock.ts';
import { type CoarseTimer, setCoarseTimer } from '../base/coarse-timer.ts';
import { debug } from '../base/debug.ts';
import { formatBytes } from '../base/size.ts';
import { freeDiskBytes } from '../output/free-disk.ts';
import { type HeldOutput, keepNewest } from '../output/truncate-output.ts';
import type { LateReading } from './late-reading.ts';
import { nextLookMs } from './output-pace.ts';
import { OutputScan } from './output-scan.ts';
import { readSkipped, unscanned } from './skipped-output.ts';

/** An output and where to begin in it: `goneBytes` of it went, what lies before `scannedFrom` was read. */
export type WatchedOutput = HeldOutput & { readonly goneBytes: number; readonly scannedFrom: number };

export type OutputLimits = {
  readonly maxOutputBytes: number;
  readonly onMaxOutput: 'truncate' | 'stop';
  readonly minFreeDiskBytes: number;
};

export type OutputHands = {
  readonly warned: (data: DataOf<'process.warned'>) => void;
  readonly overLimit: (message: string) => void;
};

const firstLookMs = 20;
const diskLookMs = 2000;
const settleMs = 2000;
const smallestKeptBytes = 64 * 1024;

/**
 * Looks at a growing output by size, often while it grows and seldom while it does not: reads it for progress and keeps
 * it within its budget. It never stands between the command and its file.
 */
export class OutputWatch {
  readonly #output: HeldOutput;
  readonly #scan: OutputScan;
  readonly #reading: LateReading;
  readonly #limits: OutputLimits;
  readonly #hands: OutputHands;
  #timer: CoarseTimer | null = null;
  #looking: Promise<void> = Promise.resolve();
  #goneBytes: number;
  #writtenBytes = 0;
  /** Size of the file when it was last looked at. */
  #seenBytes = 0;
  #grewAtMs = monotonicMs();
  #diskLookedAtMs = Number.NEGATIVE_INFINITY;
  #saidDiskLow = false;
  #saidOverLimit = false;
  #isSettled = false;
  #pauseMs = firstLookMs;

  constructor(output: WatchedOutput, reading: LateReading, limits: OutputLimits, hands: OutputHands) {
    const { goneBytes, scannedFrom } = output;
    this.#output = output;
    this.#goneBytes = goneBytes;
    this.#scan = new OutputScan(output.fd, Math.max(0, scannedFrom - goneBytes));
    this.#reading = reading;
    this.#limits = limits;
    this.#hands = hands;
    this.#schedule();
  }

  /**
   * All that was ever written, removed bytes included. Never less than before, also while a cut is being made; and what
   * was last seen where its disk says no (a stale handle of NFS): the end must be told.
   */
  get outputBytes(): number {
    try {
      const writtenBytes = this.#goneBytes + fstatSync(this.#output.fd).size;
      this.#writtenBytes = Math.max(this.#writtenBytes, writtenBytes);
    } catch (error) {
      debug('the output cannot be looked at', { error: String(error) });
    }
    return this.#writtenBytes;
  }

  /** Oldest bytes that are no longer in the file. */
  get goneBytes(): number {
    return this.#goneBytes;
  }

  get silentMs(): number {
    return Math.round(monotonicMs() - this.#grewAtMs);
  }

  /** Reads what is left, so that the last line is never missed, and looks no more. Never throws: the end must be told. */
  async finish(): Promise<void> {
    this.#timer?.cancel();
    this.#timer = null;
    await this.#looking;
    try {
      await this.#look(true);
      await this.#readRest(fstatSync(this.#output.fd).size);
    } catch (error) {
      debug('last output look failed', { error: String(error) });
    }
    const bytes = this.#scan.skippedBytes;
    if (bytes > 0) this.#hands.warned(unscanned(bytes, 'too fast'));
  }

  /** To be asked after `finish`: reads what was skipped, for as long as a line that decides may come. Never throws. */
  async readSkipped(): Promise<void> {
    const skipped = { fd: this.#output.fd, goneBytes: this.#goneBytes, ranges: this.#scan.skipped };
    try {
      const bytes = await readSkipped(skipped, this.#reading);
      if (bytes > 0 && this.#reading.isUndecided) this.#hands.warned(unscanned(bytes, 'undecided'));
    } catch (error) {
      debug('skipped output cannot be read', { error: String(error) });
    }
  }

  #schedule(): void {
    this.#timer = setCoarseTimer(() => {
      // Trouble with one look (no descriptor left, an I/O error) must not end the looking.
      this.#looking = this.#look().catch((error: unknown) =>
        debug('output look failed', { error: String(error) }),
      );
      void this.#looking.then(() => {
        if (this.#timer !== null) this.#schedule();
      });
    }, this.#pauseMs);
  }

  async #look(isLast = false): Promise<void> {
    const { size } = fstatSync(this.#output.fd);
    if (size < this.#seenBytes) this.#noteGone(this.#seenBytes, 'by somebody else'); // what is in there now is new
    const grew = size > this.#seenBytes;
    this.#seenBytes = size;
    if (grew) this.#grewAtMs = monotonicMs();
    const unreadBytes = size - this.#scan.position;
    const busy = grew || unreadBytes > 0;
    this.#pauseMs = nextLookMs(this.#pauseMs, busy, this.silentMs);
    if (!busy) return await this.#settle();
    this.#isSettled = false;
    const reading = unreadBytes > 0 ? await this.#reading.loadedFor(unreadBytes, isLast) : null;
    reading?.report(this.#scan.look(size, this.#goneBytes, reading.scanner, isLast));
    await this.#keepWithinBudget(size);
  }

  /** What was read so far may be all. What reads is loaded now, if not before: its file may be another one tomorrow. */
  async #settle(): Promise<void> {
    if (this.#isSettled || this.silentMs < settleMs) return;
    this.#isSettled = (await this.#reading.loaded()) !== null;
    this.#reading.settle();
  }

  /** Of a silent command there is nothing to read, and nothing to load. */
  async #readRest(size: number): Promise<void> {
    if (size === this.#scan.position && !this.#reading.hasBegun) return;
    const reading = await this.#reading.loaded();
    if (reading !== null) return reading.report(this.#scan.end(size, this.#goneBytes, reading.scanner));
    const bytes = size - this.#scan.position;
    if (bytes > 0) this.#hands.warned(unscanned(bytes, 'no reader'));
  }

  async #keepWithinBudget(size: number): Promise<void> {
    const { maxOutputBytes, onMaxOutput } = this.#limits;
    const limit = formatBytes(maxOutputBytes);
    if (size > maxOutputBytes) {
      if (onMaxOutput === 'truncate')
        return this.#truncate(Math.floor(maxOutputBytes / 2), `to stay within ${limit}`);
      if (!this.#saidOverLimit) this.#hands.overLimit(`wrote more than ${limit} of output`);
      this.#saidOverLimit = true;
    }
    const now = monotonicMs();
    if (now - this.#diskLookedAtMs < diskLookMs) return;
    this.#diskLookedAtMs = now;
    const free = freeDiskBytes(this.#output.path);
    if (free === null || free >= this.#limits.minFreeDiskBytes) return;
    await this.#makeRoom(size, free);
  }

  async #makeRoom(size: number, free: number): Promise<void> {
    const floor = formatBytes(this.#limits.minFreeDiskBytes);
    if (!this.#saidDiskLow) {
      this.#saidDiskLow = true;
      const message = `only ${formatBytes(free)} are free on the disk of its output (floor: ${floor})`;
      this.#hands.warned({ kind: 'disk_low', message });
    }
    if (size / 2 >= smallestKeptBytes)
      await this.#truncate(Math.floor(size / 2), `to leave ${floor} of the disk free`);
  }

  async #truncate(keepBytes: number, why: string): Promise<void> {
    const bytes = await keepNewest(this.#output, keepBytes);
    if (bytes > 0) this.#noteGone(bytes, why);
  }

  #noteGone(bytes: number, why: string): void {
    this.#scan.cut(bytes, this.#goneBytes);
    this.#goneBytes += bytes;
    this.#seenBytes -= bytes;
    const message = `the oldest ${formatBytes(this.#goneBytes)} of its output were removed ${why}`;
    this.#hands.warned({ kind: 'output_truncated', message, bytes });
  }
}
