import { closeSync, existsSync, fstatSync } from 'node:fs';
import type { CorruptRange, ReadEvent } from '../../schemas/event.ts';
import { openJournalForReading } from './journal-file.ts';
import { readEvents } from './journal-reader.ts';
import { hasNameNoMore } from './journal-successor.ts';

export type TailWays = {
  readonly onCorrupt?: ((range: CorruptRange) => void) | undefined;
  /** The byte where a line begins; 0 if it is left out. */
  readonly fromOffset?: number;
  /** As in `EventSink`. */
  readonly holding?: string | undefined;
};

/** Follows one journal: each drain gives what came since the last one. Made for hints that may come late or twice. */
export class JournalTail {
  readonly #path: string;
  #fd: number;
  readonly #processId: string;
  readonly #ways: TailWays;
  #offset: number;
  #sizeSeen = -1;

  constructor(path: string, processId: string, ways: TailWays = {}) {
    this.#path = path;
    this.#fd = openJournalForReading(path);
    this.#processId = processId;
    this.#ways = ways;
    this.#offset = ways.fromOffset ?? 0;
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
    const { holding, onCorrupt: corrupt = () => {} } = this.#ways;
    const event = (read: ReadEvent): void => void events.push(read);
    this.#offset = readEvents(
      this.#fd,
      this.#processId,
      { event, corrupt, holding },
      this.#offset,
    ).nextOffset;
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
