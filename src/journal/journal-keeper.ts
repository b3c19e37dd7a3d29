import type { CatalogueEvent } from '../../schemas/event.ts';
import { putBack, type Successor, successorOf, wholeOf } from './journal-put-back.ts';

/**
 * What a supervisor does for the file itself while its command runs: it puts back what was removed, replaced or cut.
 * For every other writer it only finds the file that took the place of the one that was open.
 */
export class JournalKeeper {
  readonly #path: string;
  #keeps: boolean;
  /** The journal up to the start, for a file that is emptied: without it nothing tells what runs. */
  #head: Buffer | null = null;
  #putBack = 0;

  constructor(path: string, keeps: boolean) {
    this.#path = path;
    this.#keeps = keeps;
  }

  /** The file that was open has lost its name. Throws `append_failed`. */
  replaced(oldFd: number): Successor['fd'] {
    const next = successorOf(this.#path, oldFd, this.#keeps);
    this.#putBack += next.putBack;
    return next.fd;
  }

  /** The file is shorter than it was. */
  cut(fd: number): void {
    if (this.#keeps && this.#head !== null) this.#putBack += putBack(this.#path, fd, this.#head);
  }

  /** An event of its own is on record. From the end on the journal may be archived or cleaned up. */
  written(event: CatalogueEvent, fd: number): void {
    if (!this.#keeps) return;
    if (event.type === 'process.started') this.#head = wholeOf(fd);
    if (endsTheCommand(event)) this.#keeps = false;
  }

  /** What there is to say of lines that were put back, once. */
  takeWords(): string | null {
    const lines = this.#putBack;
    this.#putBack = 0;
    if (lines === 0) return null;
    const noun = lines === 1 ? 'line was' : 'lines were';
    return `its journal was removed, replaced or cut while it ran; ${lines} ${noun} put back`;
  }
}

function endsTheCommand(event: CatalogueEvent): boolean {
  if (event.type === 'process.exited') return !event.data.willRetry;
  return event.type === 'process.spawn_failed' || event.type === 'process.lost';
}
