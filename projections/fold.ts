import type { ReadEvent } from '../schemas/event.ts';
import { evolve, initialState, type ProcessState } from './process-state.ts';

/** A state with what folding on needs: which copies were seen, what was not understood. Plain data, so it can be cached. */
export type Fold = {
  readonly state: ProcessState;
  /** Newest writers first. */
  readonly writers: readonly Writer[];
  readonly events: number;
  readonly unknownEvents: number;
};

/** Which numbers of a writer were seen, as ranges, ascending: one range unless events were dropped or damaged. */
export type Writer = { readonly by: string; readonly seen: readonly Range[] };
type Range = readonly [first: number, last: number];

/**
 * Writers that are remembered to drop second copies. A copy is written right after the first, so only the newest
 * matter; `bg emit` makes a writer of each call, so there may be very many.
 */
const writerLimit = 64;
/** Ranges that are remembered of a writer, the highest: a hole is an append that failed, and those are few. */
const rangeLimit = 32;

export function startFold(id: string): Fold {
  return { state: initialState(id), writers: [], events: 0, unknownEvents: 0 };
}

/**
 * Folds one event in. A second copy of the same `by` and `n` changes nothing. A number that is lower than the last
 * one is no copy: a single damaged `n` must not hide the events after it.
 */
export function foldEvent(fold: Fold, read: ReadEvent): Fold {
  const { by, n } = read.event;
  const writers = withNumberOf(fold.writers, by, n);
  if (writers === null) return fold;
  return {
    state: read.known ? evolve(fold.state, read.event, read.offset) : fold.state,
    writers,
    events: fold.events + 1,
    unknownEvents: fold.unknownEvents + (read.known ? 0 : 1),
  };
}

/** The writers with one more number, its writer first; null for a number that was seen already. */
function withNumberOf(writers: readonly Writer[], by: string, n: number): readonly Writer[] | null {
  const index = writers.findIndex((writer) => writer.by === by);
  const seen = writers[index]?.seen ?? [];
  if (seen.some(([first, last]) => first <= n && n <= last)) return null;
  const writer = { by, seen: withNumber(seen, n) };
  // Mostly it is the one that wrote the line before.
  if (index === 0) return writers.length === 1 ? [writer] : writers.with(0, writer);
  return [writer, ...writers.filter((_, other) => other !== index)].slice(0, writerLimit);
}

export function foldAll(id: string, events: Iterable<ReadEvent>): Fold {
  let fold = startFold(id);
  for (const event of events) fold = foldEvent(fold, event);
  return fold;
}

/** The ranges with one more number, joined with those that it touches. */
function withNumber(ranges: readonly Range[], n: number): readonly Range[] {
  const [only] = ranges;
  if (only !== undefined && ranges.length === 1 && only[1] === n - 1) return [[only[0], n]];
  const below = ranges.filter(([, last]) => last < n - 1);
  const above = ranges.filter(([first]) => first > n + 1);
  const [first] = ranges.find(([, last]) => last === n - 1) ?? [n];
  const [, last] = ranges.find(([start]) => start === n + 1) ?? [n, n];
  return [...below, [first, last] as const, ...above].slice(-rangeLimit);
}
