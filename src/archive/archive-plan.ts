import type { CorruptRange, ReadEvent } from '../../schemas/event.ts';
import { readEvents } from '../journal/journal-reader.ts';
import { evidenceOf } from './event-for-history.ts';
import { type Beat, beatOf, plottedBeats } from './heartbeat-plot.ts';

/** What becomes of each line of a journal, known after one pass over it. */
export type ArchivePlan = {
  /** By the offset of its line. */
  readonly isKept: (offset: number) => boolean;
  /** `2026-11`, of the launch; null where no line says when that was. */
  readonly month: string | null;
  /** When the last event was written; null without any. */
  readonly lastAt: string | null;
  readonly events: number;
  readonly dropped: number;
  /** It is the archived form of a journal already. */
  readonly isArchived: boolean;
};

/**
 * Reads a journal once and decides what is kept of it: every event but second copies and the heartbeats that no plot
 * and no verdict needs. What is no event is dropped, and all that is dropped is counted.
 */
export function planArchive(fd: number, id: string): ArchivePlan {
  const lines = new Lines();
  const { pendingBytes } = readEvents(fd, id, lines, 0);
  const { copies, beats, needed, events } = lines;
  const plotted = plottedBeats(beats);
  const thinned = new Set(
    beats.map(({ offset }) => offset).filter((offset) => !plotted.has(offset) && !needed.has(offset)),
  );
  return {
    isKept: (offset) => !copies.has(offset) && !thinned.has(offset),
    month: lines.launchedAt?.slice(0, 7) ?? null,
    lastAt: lines.lastAt,
    events,
    dropped: copies.size + thinned.size + lines.corrupts + (pendingBytes > 0 ? 1 : 0),
    isArchived: lines.isArchived,
  };
}

class Lines {
  readonly copies = new Set<number>();
  readonly beats: Beat[] = [];
  readonly needed = new Set<number>();
  readonly #identities = new Set<string>();
  #attempt = 0;
  events = 0;
  corrupts = 0;
  launchedAt: string | null = null;
  lastAt: string | null = null;
  isArchived = false;

  event = (read: ReadEvent): void => {
    const { known, event, offset } = read;
    this.events += 1;
    const identity = `${event.by} ${event.n}`;
    if (this.#identities.has(identity)) {
      this.copies.add(offset);
      return;
    }
    this.#identities.add(identity);
    this.lastAt = event.at;
    for (const evidence of evidenceOf(read)) this.needed.add(evidence);
    if (!known) return;
    if (event.type === 'launch.requested') this.launchedAt ??= event.at;
    if (event.type === 'process.started') this.#attempt += 1;
    if (event.type === 'process.heartbeat') this.beats.push(beatOf(event, offset, this.#attempt));
    if (event.type === 'journal.archived') this.isArchived = true;
  };

  corrupt = (_range: CorruptRange): void => {
    this.corrupts += 1;
  };
}
