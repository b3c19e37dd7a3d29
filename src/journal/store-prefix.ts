import { type Point, setOut, type Then, travel } from '../../projections/time-travel.ts';
import type { ReadEvent } from '../../schemas/event.ts';
import { readJournal } from './journal-reader.ts';

/** A journal as its first events make it, up to a point. */
export type FoldedPrefix = Then & { readonly corruptLines: number };

/** Folds the beginning of a journal. Needs no cache, and leaves none. Throws `journal_unusable`. */
export function foldUntil(path: string, id: string, point: Point): FoldedPrefix {
  let then = setOut(id);
  let corruptLines = 0;
  const event = (read: ReadEvent): void => {
    then = travel(then, read, point);
  };
  const corrupt = (): void => {
    if (!then.isPast) corruptLines += 1;
  };
  readJournal(path, id, { event, corrupt });
  return { ...then, corruptLines };
}
