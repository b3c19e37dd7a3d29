import { closeSync } from 'node:fs';
import type { CorruptRange, ReadEvent } from '../../schemas/event.ts';
import { asUnusable, openJournalForReading } from './journal-file.ts';
import { readPieces } from './journal-reader.ts';

/**
 * The events of a journal up to its last `\n`, some hundred at a time: a journal of any length takes the same memory.
 * Gives the byte behind that `\n` at the end.
 * Throws `journal_unusable` for what is no readable file; damage inside is reported and never thrown.
 */
export function* eventBatches(
  path: string,
  processId: string,
  onCorrupt: (range: CorruptRange) => void = () => {},
): Generator<readonly ReadEvent[], number, void> {
  const fd = openJournalForReading(path);
  try {
    let events: ReadEvent[] = [];
    const sink = { event: (event: ReadEvent) => void events.push(event), corrupt: onCorrupt };
    const pieces = readPieces(fd, processId, sink, 0);
    for (let piece = pieces.next(); ; piece = pieces.next()) {
      if (piece.done === true) return piece.value.nextOffset;
      yield events;
      events = [];
    }
  } catch (error) {
    throw asUnusable(path, error);
  } finally {
    closeSync(fd);
  }
}
