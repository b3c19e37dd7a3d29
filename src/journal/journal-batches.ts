import { closeSync } from 'node:fs';
import type { CorruptRange, ReadEvent } from '../../schemas/event.ts';
import { asUnusable, openJournalForReading } from './journal-file.ts';
import { readPieces } from './journal-reader.ts';

/**
 * The events of a journal up to its last `\n`, some hundred at a time: a journal of any length takes the same memory.
 * Throws `journal_unusable` for what is no readable file; damage inside is reported and never thrown.
 */
export function* eventBatches(
  path: string,
  processId: string,
  onCorrupt: (range: CorruptRange) => void = () => {},
): Generator<readonly ReadEvent[], void, void> {
  const fd = openJournalForReading(path);
  try {
    let events: ReadEvent[] = [];
    const sink = { event: (event: ReadEvent) => void events.push(event), corrupt: onCorrupt };
    for (const _ of readPieces(fd, processId, sink, 0)) {
      yield events;
      events = [];
    }
  } catch (error) {
    throw asUnusable(path, error);
  } finally {
    closeSync(fd);
  }
}
