import { foldEvent, startFold } from '../../projections/fold.ts';
import { initialState, type ProcessState } from '../../projections/process-state.ts';
import type { ReadEvent } from '../../schemas/event.ts';

/** The state of the process that these events tell of; second copies change nothing. A journal is such events, too. */
export async function fold(events: Iterable<ReadEvent> | AsyncIterable<ReadEvent>): Promise<ProcessState> {
  let folded: ReturnType<typeof startFold> | null = null;
  for await (const read of events) folded = foldEvent(folded ?? startFold(read.event.process), read);
  return folded?.state ?? initialState('');
}
