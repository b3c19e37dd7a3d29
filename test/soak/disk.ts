import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './run.ts';

/** Effects of a full disk outlast it by a moment: what was refused is tried again with growing pauses. */
const aftermathMs = 5000;
const pieceSizes = [1 << 20, 1 << 12, 1] as const;

/** A small disk of its own, in the mount namespace of this process, that can be filled and freed. */
export class Disk {
  readonly folder: string;
  fills = 0;
  #isFull = false;
  #freedMs = Number.NEGATIVE_INFINITY;

  constructor(folder: string, sizeMiB: number) {
    this.folder = folder;
    mkdirSync(folder, { mode: 0o700 });
    run('mount', ['-t', 'tmpfs', '-o', `size=${sizeMiB}m,mode=700`, 'none', folder]);
  }

  /** Takes all there is, also what was given back since. */
  fill(): void {
    if (!this.#isFull) this.fills += 1;
    this.#isFull = true;
    const fd = openSync(this.#filler, 'a', 0o600);
    try {
      for (const size of pieceSizes) fillWith(fd, Buffer.alloc(size));
    } finally {
      closeSync(fd);
    }
  }

  free(): void {
    rmSync(this.#filler, { force: true });
    if (this.#isFull) this.#freedMs = performance.now();
    this.#isFull = false;
  }

  wasFullSince(startMs: number): boolean {
    return this.#isFull || this.#freedMs + aftermathMs >= startMs;
  }

  get #filler(): string {
    return join(this.folder, 'filler');
  }
}

function fillWith(fd: number, piece: Buffer): void {
  for (;;) {
    try {
      if (writeSync(fd, piece) < piece.length) return;
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') return;
      throw error;
    }
  }
}
