import type { ReadEvent } from '../schemas/event.ts';
import { evolve, initialState, type ProcessState } from './process-state.ts';

/** A state with what folding on needs: which copies were seen, what was not understood. Plain data, so it can be cached. */
export type Fold = {
  readonly state: ProcessState;
  /** Newest writers first, each with the number of its last event. */
  readonly writers: readonly (readonly [by: string, n: number])[];
  readonly events: number;
  readonly unknownEvents: number;
};

/**
 * Writers that are remembered to drop second copies. A copy is written right after the first, so only the newest
 * matter; `bg emit` makes a writer of each call, so there may be very many.
 */
const writerLimit = 64;

export function startFold(id: string): Fold {
  return { state: initialState(id), writers: [], events: 0, unknownEvents: 0 };
}

/** Folds one event in. A second copy of the same `by` and `n` changes nothing. */
export function foldEvent(fold: Fold, read: ReadEvent): Fold {
  const { by, n } = read.event;
  const last = fold.writers.find(([writer]) => writer === by)?.[1] ?? 0;
  if (n <= last) return fold;
  const writers =
    fold.writers[0]?.[0] === by ? fold.writers.slice(1) : fold.writers.filter(([writer]) => writer !== by);
  return {
    state: read.known ? evolve(fold.state, read.event, read.offset) : fold.state,
    writers: [[by, n] as const, ...writers].slice(0, writerLimit),
    events: fold.events + 1,
    unknownEvents: fold.unknownEvents + (read.known ? 0 : 1),
  };
}

export function foldAll(id: string, events: Iterable<ReadEvent>): Fold {
  let fold = startFold(id);
  for (const event of events) fold = foldEvent(fold, event);
  return fold;
}
