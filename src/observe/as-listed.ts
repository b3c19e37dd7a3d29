import type { Work } from '../../projections/past-failures.ts';
import type { ListedProcess } from '../../projections/process-list.ts';
import type { Observed } from './observe.ts';
import { workOf } from './work.ts';

/** What processes are chosen from. */
export type Listed = ListedProcess & { readonly work: Work };

/** A process with everything that lists choose by. */
export function asListed(observed: Observed): Listed & { readonly observed: Observed } {
  const { id, state, verdict } = observed;
  const { spec } = state;
  return {
    id,
    name: spec?.name ?? null,
    type: spec?.type ?? null,
    status: verdict.status,
    tags: spec?.tags ?? {},
    launchedAt: spec?.at ?? null,
    work: workOf({ type: spec?.type ?? '', cwd: spec?.cwd ?? '', command: spec?.command ?? [] }),
    observed,
  };
}
