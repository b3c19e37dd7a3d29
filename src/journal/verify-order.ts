import type { ReadEvent } from '../../schemas/event.ts';
import type { PlacedFinding } from './journal-verify.ts';

type WriterSoFar = { readonly n: number; readonly endOffset: number };

/** What the events of a journal say about each other: the first one, the numbers of each writer, one end only. */
export class EventOrder {
  readonly #found: PlacedFinding[] = [];
  readonly #writers = new Map<string, WriterSoFar>();
  #events = 0;
  #ends = 0;

  get events(): number {
    return this.#events;
  }

  /** All of it, for a journal of this size. */
  findings(sizeBytes: number): readonly PlacedFinding[] {
    if (this.#events > 0) return this.#found;
    const detail = sizeBytes === 0 ? 'the journal is empty' : 'it holds no event';
    return [{ offset: 0, kind: 'empty', severity: 'damage', detail }];
  }

  add(read: ReadEvent): void {
    const { event, offset } = read;
    const place = (
      kind: PlacedFinding['kind'],
      severity: PlacedFinding['severity'],
      detail: string,
    ): void => {
      this.#found.push({ offset, kind, severity, detail });
    };
    this.#events += 1;
    if (this.#events === 1 && event.type !== 'launch.requested')
      place('first_event', 'damage', `it begins with ${event.type}`);
    if (!read.known)
      place('unknown_event', 'note', `${event.type} (v${event.v}) is not of this program's catalogue`);
    const { by, n } = event;
    const previous = this.#writers.get(by) ?? { n: 0, endOffset: 0 };
    this.#writers.set(by, { n: Math.max(n, previous.n), endOffset: offset + read.length + 1 });
    if (n > previous.n) {
      if (isTerminal(read) && ++this.#ends > 1)
        place('second_end', 'note', `${event.type} after the end is ignored`);
    } else if ((event.seen?.[0] ?? 0) < previous.endOffset) {
      // A writer reads the file to its end before it writes, so a second copy of its own attests the first one.
      place('out_of_order', 'damage', `${by} wrote ${n} after ${previous.n}, and had not seen that`);
    } else {
      place('second_copy', 'note', `${by} wrote ${n} after ${previous.n}: an append that was tried again`);
    }
  }
}

function isTerminal({ known, event }: ReadEvent): boolean {
  if (!known) return false;
  if (event.type === 'process.exited') return !event.data.willRetry;
  return event.type === 'process.lost' || event.type === 'process.spawn_failed';
}
