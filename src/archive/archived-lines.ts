import { createHash } from 'node:crypto';
import type { CatalogueEvent, DataOf, Envelope, ReadEvent } from '../../schemas/event.ts';
import { formatVersion } from '../../schemas/event.ts';
import { isCatalogueEvent } from '../../schemas/validate.ts';
import { assert } from '../base/assert.ts';
import { encodeLine } from '../journal/journal-line.ts';
import { readEvents } from '../journal/journal-reader.ts';
import type { ArchivePlan } from './archive-plan.ts';
import { eventForHistory } from './event-for-history.ts';

/** What came out: the hash of all of it, 64 hex digits, and how much it is. */
export type WrittenLines = { readonly sha256: string; readonly bytes: number; readonly events: number };

/**
 * Writes the archived form of a journal: what the plan keeps, in its order, redacted, with `seen` computed anew, and
 * `journal.archived` at the end. No clock, name or chance goes into it, so the same journal gives the same bytes
 * anywhere.
 */
export function writeArchived(
  fd: number,
  id: string,
  plan: ArchivePlan,
  originalSha256: string,
  write: (line: Buffer) => void,
): WrittenLines {
  const lines = new SealedLines(write);
  const offsets = new Map<number, number>();
  const event = (read: ReadEvent): void => {
    if (!plan.isKept(read.offset)) return;
    const kept = eventForHistory(read, (offset) => offsets.get(offset) ?? null);
    offsets.set(read.offset, lines.bytes);
    lines.add(kept);
  };
  readEvents(fd, id, { event, corrupt: () => {} }, 0);
  lines.add(lastEvent(id, plan, originalSha256));
  return lines;
}

/** Dated as the event before it, and by a writer whose name comes from the original: nothing in it is of today. */
function lastEvent(id: string, { lastAt, events, dropped }: ArchivePlan, sha256: string): CatalogueEvent {
  const data: DataOf<'journal.archived'> = { sha256, events, dropped };
  const event: CatalogueEvent = {
    at: lastAt ?? '1970-01-01T00:00:00.000Z',
    type: 'journal.archived',
    process: id,
    by: `archive.${sha256.slice(0, 10)}`,
    n: 1,
    data,
    seen: [0, '0'.repeat(32)],
    v: formatVersion,
  };
  assert(isCatalogueEvent(event), 'journal.archived is valid');
  return event;
}

/** Each line attests all that stands before it. */
class SealedLines implements WrittenLines {
  readonly #write: (line: Buffer) => void;
  readonly #hash = createHash('sha256');
  bytes = 0;
  events = 0;

  constructor(write: (line: Buffer) => void) {
    this.#write = write;
  }

  get sha256(): string {
    return this.#hash.copy().digest('hex');
  }

  add(event: CatalogueEvent | Envelope): void {
    const line = Buffer.from(`${encodeLine({ ...event, seen: [this.bytes, this.sha256.slice(0, 32)] })}\n`);
    this.#write(line);
    this.#hash.update(line);
    this.bytes += line.length;
    this.events += 1;
  }
}
