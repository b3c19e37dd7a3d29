import { foldEvent, startFold } from '../../projections/fold.ts';
import type { ProcessState } from '../../projections/process-state.ts';
import type { ReadEvent } from '../../schemas/event.ts';
import { readJournal } from './journal-reader.ts';

/** The state that the first events of a journal make: as long as `belongs` says so (it gets the number from 1, too). */
export function foldUntil(
  path: string,
  id: string,
  belongs: (read: ReadEvent, sequence: number) => boolean,
): {
  readonly state: ProcessState;
  readonly events: number;
  readonly corruptLines: number;
  readonly lastAt: string | null;
} {
  let fold = startFold(id);
  let events = 0;
  let corruptLines = 0;
  let past = false;
  let lastAt: string | null = null;
  const event = (read: ReadEvent): void => {
    past ||= !belongs(read, events + 1);
    if (past) return;
    events += 1;
    lastAt = read.event.at;
    fold = foldEvent(fold, read);
  };
  const corrupt = (): void => {
    if (!past) corruptLines += 1;
  };
  readJournal(path, id, { event, corrupt });
  return { state: fold.state, events, corruptLines, lastAt };
}
