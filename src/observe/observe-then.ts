import { asRecorded, judgeThen, type Point } from '../../projections/time-travel.ts';
import { FailureError } from '../../schemas/failure.ts';
import { listJournals, readingPath, readWhereItLies } from '../journal/journal-places.ts';
import type { Project } from '../journal/project-paths.ts';
import type { Unreadable } from '../journal/store.ts';
import { foldUntil } from '../journal/store-prefix.ts';
import type { Observed } from './observe.ts';

/** A process as its journal told it at a point: nothing of it comes from a look at the machine. */
export type ObservedThen = Observed & {
  /** Number of the last event that belongs; 0: it was not launched yet. */
  readonly events: number;
  readonly lastAt: string | null;
};

/** One process as it was. Throws `journal_unusable`. */
export function observeThen(project: Project, id: string, point: Point): ObservedThen {
  const place = { id, path: readingPath(project, id) };
  return readWhereItLies(project, place, (path) => observePath(path, id, point));
}

function observePath(path: string, id: string, point: Point): ObservedThen {
  const { fold, events, lastAt, corruptLines } = foldUntil(path, id, point);
  const { state } = fold;
  return {
    id,
    path,
    state,
    probe: asRecorded(state),
    verdict: judgeThen(state),
    corruptLines,
    events,
    lastAt,
  };
}

/** Every process that had been launched at that moment, as it was. */
export function observeAllThen(
  project: Project,
  at: string,
): { readonly observed: ObservedThen[]; readonly unreadable: readonly Unreadable[] } {
  const observed: ObservedThen[] = [];
  const unreadable: Unreadable[] = [];
  for (const place of listJournals(project)) {
    try {
      const then = readWhereItLies(project, place, (path) => observePath(path, place.id, { at }));
      if (then.events > 0) observed.push(then);
    } catch (error) {
      if (!(error instanceof FailureError) || error.failure.code !== 'journal_unusable') throw error;
      unreadable.push({ id: place.id, path: error.failure.path, cause: error.failure.cause });
    }
  }
  return { observed, unreadable };
}
