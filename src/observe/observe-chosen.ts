import type { ListedProcess } from '../../projections/process-list.ts';
import type { JournalPlace } from '../journal/journal-places.ts';
import type { Project } from '../journal/project-paths.ts';
import { placesOf, type Which } from '../journal/store.ts';
import { readEnded, writeEnded } from '../journal/store-ended.ts';
import { type Observed, type ObservedMany, observeMany } from './observe.ts';

/** Picks from all that there are. */
export type Choose = (all: readonly ListedProcess[]) => readonly ListedProcess[];

/**
 * Those that are chosen, in the order of the choice, each folded and looked at. What ended long ago is chosen by what
 * the index says, and what turns out to be otherwise is chosen again: so a list costs its rows, not its history.
 */
export async function observeChosen(project: Project, which: Which, choose: Choose): Promise<ObservedMany> {
  const places = placesOf(project, which);
  const index = readEnded(project);
  const kept = places.flatMap(({ id }) => index.get(id) ?? []);
  const first = await observeMany(
    project,
    which,
    places.filter(({ id }) => !index.has(id)),
  );
  // Who looks at the live ones alone does not know which of the archived are gone.
  const stay = which === 'all' ? kept : [...index.values()];
  writeEnded(project, stay, first.observed.filter(isOver).map(asListed));
  return chooseOn(project, which, { places, kept, first }, choose);
}

type Start = {
  readonly places: readonly JournalPlace[];
  readonly kept: readonly ListedProcess[];
  readonly first: ObservedMany;
};

async function chooseOn(
  project: Project,
  which: Which,
  { places, kept, first }: Start,
  choose: Choose,
): Promise<ObservedMany> {
  const observed = new Map(first.observed.map((one) => [one.id, one]));
  const pool = new Map([...kept, ...first.observed.map(asListed)].map((one) => [one.id, one]));
  const unreadable = [...first.unreadable];
  for (;;) {
    const chosen = choose([...pool.values()]);
    const unseen = new Set(chosen.map(({ id }) => id).filter((id) => !observed.has(id)));
    if (unseen.size === 0) {
      return { observed: chosen.flatMap(({ id }) => observed.get(id) ?? []), unreadable };
    }
    const seen = await observeMany(
      project,
      which,
      places.filter(({ id }) => unseen.has(id)),
    );
    for (const id of unseen) pool.delete(id);
    for (const one of seen.observed) {
      observed.set(one.id, one);
      pool.set(one.id, asListed(one));
    }
    unreadable.push(...seen.unreadable);
  }
}

/** A process with everything that lists choose by. */
export function asListed(observed: Observed): ListedProcess & { readonly observed: Observed } {
  const { id, state, verdict } = observed;
  return {
    id,
    name: state.spec?.name ?? null,
    type: state.spec?.type ?? null,
    status: verdict.status,
    tags: state.spec?.tags ?? {},
    launchedAt: state.spec?.at ?? null,
    observed,
  };
}

/** Nothing that may still be written changes what lists choose by. */
function isOver({ state }: Observed): boolean {
  return state.life.phase === 'ended' || state.life.phase === 'rejected';
}
