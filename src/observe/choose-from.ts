import { byLaunch } from '../../projections/process-list.ts';
import type { EndedRow } from '../journal/store-ended.ts';
import { asListed, type Listed } from './as-listed.ts';
import { type History, placeOf } from './history.ts';
import { type ObservedMany, observeMany } from './observe.ts';

/** Picks from all that there are, or from the newest of them. */
export type Choose = (all: readonly Listed[]) => readonly Listed[];

/**
 * How far back a choice looks at what ended: not at all; until so many are chosen, the newest that fit; until it had so
 * many to choose from, the newest; or to the first.
 */
export type Reach =
  | { readonly to: 'first' }
  | { readonly to: 'none' }
  | { readonly to: 'chosen' | 'seen'; readonly count: number };

/** Those that are chosen, looked at. Null: the index was damaged or is being replaced, so that nothing can be chosen. */
export async function chooseFrom(
  history: History,
  choose: Choose,
  reach: Reach,
): Promise<ObservedMany | null> {
  const { project, which } = history.reading;
  const observed = new Map(history.observed.map((one) => [one.id, one]));
  const rows = new Map(history.fresh.map((row) => [row.id, row]));
  const pool = new Map<string, Listed>(rows);
  for (const one of history.observed) pool.set(one.id, asListed(one));
  const older = olderRows(history, reach);
  const unreadable = [...history.unreadable];
  for (let wanted = 1; ; wanted *= 2) {
    const chosen = choose([...pool.values()]);
    const added = older.next(wanted, { chosen, pool });
    if (added === 'damaged') return null;
    for (const row of added.filter(({ id }) => !observed.has(id))) {
      rows.set(row.id, row);
      pool.set(row.id, row);
    }
    if (added.length > 0) continue;
    const unseen = chosen.filter(({ id }) => !observed.has(id)).flatMap(({ id }) => rows.get(id) ?? []);
    if (unseen.length === 0) {
      unreadable.sort((a, b) => (a.id < b.id ? -1 : 1));
      return { observed: chosen.flatMap(({ id }) => observed.get(id) ?? []), unreadable };
    }
    const places = unseen.map((row) => placeOf(project, row));
    const seen = await observeMany(project, which, places);
    for (const { id } of unseen) pool.delete(id);
    for (const one of seen.observed) {
      observed.set(one.id, one);
      pool.set(one.id, asListed(one));
    }
    unreadable.push(...seen.unreadable);
  }
}

type Choice = { readonly chosen: readonly Listed[]; readonly pool: ReadonlyMap<string, Listed> };

/**
 * Rows of the index, some blocks at a time, the newest first, until the choice has what it reaches for. Whatever comes
 * later is older than the oldest that came, so it cannot change a choice that has only newer ones.
 */
function olderRows(history: History, reach: Reach) {
  const more = history.indexed();
  let oldest: EndedRow | null = null;
  let isAtEnd = reach.to === 'none';
  const reaches = ({ chosen, pool }: Choice): boolean => {
    const last = oldest;
    if (last === null || reach.to === 'first' || reach.to === 'none') return false;
    const newer = (all: Iterable<Listed>) => [...all].filter((one) => byLaunch(one, last) <= 0).length;
    if (reach.to === 'seen') return newer(pool.values()) >= reach.count;
    return chosen.length >= reach.count && newer(chosen) === chosen.length;
  };
  const next = (blocks: number, choice: Choice): readonly EndedRow[] | 'damaged' => {
    const found: EndedRow[] = [];
    const limit = reach.to === 'first' ? Number.POSITIVE_INFINITY : blocks;
    for (let count = 0; count < limit || found.length === 0; count += 1) {
      if (isAtEnd || (count === 0 && reaches(choice))) break;
      const rows = more();
      if (rows === 'damaged') return 'damaged';
      isAtEnd = rows === null;
      for (const row of rows ?? []) found.push(row);
    }
    oldest = found.at(-1) ?? oldest;
    return found;
  };
  return { next };
}
