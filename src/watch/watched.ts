import { livePhaseOf, type Probe } from '../../projections/liveness.ts';
import type { Life } from '../../projections/process-life.ts';
import type { ProcessState } from '../../projections/process-state.ts';
import type { Policy, Situation } from '../../reactors/reactor.ts';
import { type AwaitedWord, awaitedWord, type Silence } from '../../reactors/silent.ts';
import { isQuietFor } from '../../reactors/stall.ts';
import { monotonicMs } from '../base/clock.ts';
import { isOwed } from '../claims/due.ts';
import type { Project } from '../journal/project-paths.ts';
import type { Observed } from '../observe/observe.ts';
import type { QuietHistory } from './quiet-history.ts';

export type WatchedSite = {
  readonly project: Project;
  readonly policyNow: () => Policy;
  readonly history: QuietHistory;
};

/** A guard or a supervisor brings the next watcher within seconds; a journal of long ago is left as it was committed. */
const justMs = 10 * 60_000;

/** What a watcher knows of processes besides what their journals say. */
export class Watched {
  readonly #site: WatchedSite;
  readonly #alive = new Set<string>();
  readonly #known = new Set<string>();
  readonly #adopted = new Set<string>();
  readonly #beingTold = new Set<string>();
  readonly #silent = new Map<string, Silent>();

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

  async situationOf({ id, state, probe, verdict }: Observed): Promise<Situation> {
    const isNew = !this.#known.has(id);
    if (isNew && (livePhaseOf(state.life) !== null || isJustLost(state.life))) this.#alive.add(id);
    // Of a journal that is just being put back the first lines are missing for a moment.
    if (state.life.phase !== 'unheard') this.#known.add(id);
    if (state.recorded?.status === 'completed' && this.#alive.delete(id)) this.#site.history.forget();
    // Before the rest, which may become otherwise meanwhile.
    const quietBeforeMs = await this.#quietBefore(state, probe);
    return {
      state,
      probe,
      verdict,
      isOwed: isOwed(this.#site.project, id),
      wasAlive: this.#alive.has(id),
      isAdopted: this.#adopted.has(id),
      isBeingTold: this.#beingTold.has(id),
      quietBeforeMs,
      silence: this.#silenceOf(id, awaitedWord(state, probe)),
      policy: this.#site.policyNow(),
    };
  }

  /** For as long as the work lasts, it counts as adopted; false if it was already. */
  whileAdopted(id: string, work: () => Promise<void>): boolean {
    return during(this.#adopted, id, work);
  }

  whileTold(id: string, work: () => Promise<void>): boolean {
    return during(this.#beingTold, id, work);
  }

  /** Something was done about its supervisor's silence, or tried. */
  touch(id: string): void {
    const silent = this.#silent.get(id);
    if (silent === undefined) return;
    silent.touched += 1;
    silent.touchedMs = monotonicMs();
  }

  #silenceOf(id: string, awaited: AwaitedWord | null): Silence | null {
    if (awaited === null) {
      this.#silent.delete(id);
      return null;
    }
    const nowMs = monotonicMs();
    const known = this.#silent.get(id);
    const silent =
      known?.awaited === awaited ? known : { awaited, sinceMs: nowMs, touchedMs: nowMs, touched: 0 };
    this.#silent.set(id, silent);
    const { sinceMs, touchedMs, touched } = silent;
    return { awaited, forMs: nowMs - sinceMs, untouchedMs: nowMs - touchedMs, touched };
  }

  /** Only asked of what may be stalled: the answer takes a look at the history, and at all that has no verdict yet. */
  async #quietBefore({ spec, facts }: ProcessState, { child }: Probe): Promise<number | null> {
    if (spec === null || child !== 'alive' || !isQuietFor(facts.quiet.idleMs, spec)) return null;
    return this.#site.history.longestOf(spec.type);
  }
}

/** Whoever wrote that down may have died before the verdict: then it is the next watcher's, whether a word is owed or not. */
function isJustLost(life: Life): boolean {
  if (life.phase !== 'ended' || life.ending.how !== 'lost') return false;
  return Math.abs(Date.now() - Date.parse(life.ending.at)) < justMs;
}

type Silent = { readonly awaited: AwaitedWord; readonly sinceMs: number; touchedMs: number; touched: number };

function during(set: Set<string>, id: string, work: () => Promise<void>): boolean {
  if (set.has(id)) return false;
  set.add(id);
  void work().finally(() => set.delete(id));
  return true;
}
