import { closeSync, existsSync, fstatSync } from 'node:fs';
import type { CorruptRange, ReadEvent } from '../../schemas/event.ts';
import { openJournalForReading } from './journal-file.ts';
import { readEvents } from './journal-reader.ts';
import { hasNameNoMore } from './journal-successor.ts';

/** Follows one journal: each drain gives what came since the last one. Made for hints that may come late or twice. */
export class JournalTail {
  readonly #path: string;
  #fd: number;
  readonly #processId: string;
  readonly #onCorrupt: (range: CorruptRange) => void;
  #offset: number;
  #sizeSeen = -1;

  /** From the byte on where a line begins. */
  constructor(
    path: string,
    processId: string,
    onCorrupt: (range: CorruptRange) => void = () => {},
    fromOffset = 0,
  ) {
    this.#path = path;
    this.#fd = openJournalForReading(path);
    this.#processId = processId;
    this.#onCorrupt = onCorrupt;
    this.#offset = fromOffset;
  }

  /** Up to which byte it has read, always just behind a `\n`. */
  get offset(): number {
    return this.#offset;
  }

  drain(): ReadEvent[] {
    if (hasNameNoMore(this.#path, fstatSync(this.#fd), true)) this.#moveOn();
    const { size } = fstatSync(this.#fd);
    if (size === this.#sizeSeen) return [];
    if (size < this.#offset) this.#offset = 0;
    this.#sizeSeen = size;
    const events: ReadEvent[] = [];
    const sink = { event: (event: ReadEvent) => void events.push(event), corrupt: this.#onCorrupt };
    this.#offset = readEvents(this.#fd, this.#processId, sink, this.#offset).nextOffset;
    return events;
  }

  close(): void {
    closeSync(this.#fd);
  }

  /** Another file has taken its place: what that has behind the same byte is new. A removed one may come back. */
  #moveOn(): void {
    if (!existsSync(this.#path)) return;
    const next = openJournalForReading(this.#path);
    closeSync(this.#fd);
    this.#fd = next;
    this.#sizeSeen = -1;
  }
}
