import type { ReadEvent } from '../../schemas/event.ts';
import type { PlacedFinding } from './journal-verify.ts';

/** Kept for each writer; changed in place, for every event of a long journal. */
type WriterSoFar = { n: number; endOffset: number };

/** What the events of a journal say about each other: the first one, the numbers of each writer, one end only. */
export class EventOrder {
  readonly #found: (finding: PlacedFinding) => void;
  readonly #writers = new Map<string, WriterSoFar>();
  #events = 0;
  #ends = 0;

  constructor(found: (finding: PlacedFinding) => void) {
    this.#found = found;
  }

  get events(): number {
    return this.#events;
  }

  add(read: ReadEvent): void {
    const { event } = read;
    this.#events += 1;
    if (this.#events === 1 && event.type !== 'launch.requested')
      this.#place(read, 'first_event', 'damage', `it begins with ${event.type}`);
    if (!read.known) {
      const version = `${event.type} (v${event.v})`;
      this.#place(read, 'unknown_event', 'note', `${version} is not of this program's catalogue`);
    }
    // Every writer of this format says it; a later one may say it in another way.
    if (event.seen === undefined && event.v <= 1)
      this.#place(read, 'unattested', 'damage', 'it does not say what it was written after');
    this.#number(read);
  }

  /** Numbers rise; a hole is an append that failed, or was thinned out of an archived journal. */
  #number(read: ReadEvent): void {
    const { by, n, seen, type } = read.event;
    const writer = this.#writerOf(by);
    const { n: last, endOffset } = writer;
    writer.n = Math.max(n, last);
    writer.endOffset = read.offset + read.length + 1;
    if (n > last) {
      if (isTerminal(read) && ++this.#ends > 1)
        this.#place(read, 'second_end', 'note', `${type} after the end is ignored`);
    } else if ((seen?.[0] ?? 0) < endOffset) {
      // A writer reads the file to its end before it writes, so a second copy of its own attests the first one.
      this.#place(read, 'out_of_order', 'damage', `${by} wrote ${n} after ${last}, and had not seen that`);
    } else {
      const detail = `${by} wrote ${n} after ${last}: an append that was tried again`;
      this.#place(read, 'second_copy', 'note', detail);
    }
  }

  #writerOf(by: string): WriterSoFar {
    const known = this.#writers.get(by);
    if (known !== undefined) return known;
    const writer = { n: 0, endOffset: 0 };
    this.#writers.set(by, writer);
    return writer;
  }

  #place(
    { offset }: ReadEvent,
    kind: PlacedFinding['kind'],
    severity: PlacedFinding['severity'],
    detail: string,
  ): void {
    this.#found({ offset, kind, severity, detail });
  }
}

function isTerminal({ known, event }: ReadEvent): boolean {
  if (!known) return false;
  if (event.type === 'process.exited') return !event.data.willRetry;
  return event.type === 'process.lost' || event.type === 'process.spawn_failed';
}
