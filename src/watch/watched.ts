import { livePhaseOf } from '../../projections/liveness.ts';
import type { ProcessState } from '../../projections/process-state.ts';
import type { Policy, Situation } from '../../reactors/reactor.ts';
import { isOwed } from '../claims/due.ts';
import type { Project } from '../journal/project-paths.ts';
import type { Observed } from '../observe/observe.ts';
import type { QuietHistory } from './quiet-history.ts';

export type WatchedSite = {
  readonly project: Project;
  readonly policy: Policy;
  readonly history: QuietHistory;
};

/** What a watcher knows of processes besides what their journals say. */
export class Watched {
  readonly #site: WatchedSite;
  readonly #alive = new Set<string>();
  readonly #known = new Set<string>();
  readonly #adopted = new Set<string>();
  readonly #beingTold = new Set<string>();

  constructor(site: WatchedSite) {
    this.#site = site;
  }

  /** Somebody is being told something, or something is attended to. */
  get isBusy(): boolean {
    return this.#adopted.size > 0 || this.#beingTold.size > 0;
  }

  get isTelling(): boolean {
    return this.#beingTold.size > 0;
  }

  situationOf({ id, state, probe, verdict }: Observed): Situation {
    if (!this.#known.has(id) && livePhaseOf(state.life) !== null) this.#alive.add(id);
    this.#known.add(id);
    if (state.recorded?.status === 'completed' && this.#alive.delete(id)) this.#site.history.forget();
    return {
      state,
      probe,
      verdict,
      isOwed: isOwed(this.#site.project, id),
      wasAlive: this.#alive.has(id),
      isAdopted: this.#adopted.has(id),
      isBeingTold: this.#beingTold.has(id),
      quietBeforeMs: this.#quietBefore(state),
      policy: this.#site.policy,
    };
  }

  /** For as long as the work lasts, it counts as adopted; false if it was already. */
  whileAdopted(id: string, work: () => Promise<void>): boolean {
    return during(this.#adopted, id, work);
  }

  whileTold(id: string, work: () => Promise<void>): boolean {
    return during(this.#beingTold, id, work);
  }

  /** Only asked of what is quiet: the answer takes a look at every journal. */
  #quietBefore({ spec, facts }: ProcessState): number | null {
    if (spec === null || (facts.quiet.idleMs ?? 0) < quietFromMs) return null;
    return this.#site.history.longestOf(spec.type);
  }
}

const quietFromMs = 1000;

function during(set: Set<string>, id: string, work: () => Promise<void>): boolean {
  if (set.has(id)) return false;
  set.add(id);
  void work().finally(() => set.delete(id));
  return true;
}
