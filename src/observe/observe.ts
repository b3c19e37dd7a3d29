import { judge } from '../../projections/judge.ts';
import { type Liveness, livenessOf, livePhaseOf, type Probe } from '../../projections/liveness.ts';
import type { ProcessState } from '../../projections/process-state.ts';
import type { Verdict } from '../../projections/verdict.ts';
import { sleepMs } from '../base/clock.ts';
import { stampOf } from '../base/file-stamp.ts';
import type { JournalPlace } from '../journal/journal-places.ts';
import type { Project } from '../journal/project-paths.ts';
import { type Folded, foldProcess, foldProcesses, type Unreadable, type Which } from '../journal/store.ts';
import { probeOf } from './probe.ts';

/** What became of a process: what its journal tells, seen together with the machine as it is now. */
export type Observed = {
  readonly id: string;
  readonly path: string;
  readonly state: ProcessState;
  readonly probe: Probe;
  readonly verdict: Verdict;
  readonly corruptLines: number;
};

/** Those whose journals can be read, and the others by name. */
export type ObservedMany = { readonly observed: Observed[]; readonly unreadable: readonly Unreadable[] };

/** How long a supervisor is given to write down an end that is visible already (it takes some 20 ms). */
const recordLimitLooks = 40;
const recordLookMs = 25;

/** Folds and looks, also at an archived one. Throws `journal_unusable`. */
export async function observe(project: Project, id: string): Promise<Observed> {
  return settled(project, foldProcess(project, id));
}

/** Every process of the project, archived ones too. */
export function observeAll(project: Project): Promise<ObservedMany> {
  return observeMany(project, 'all');
}

/** Those that are not archived: all that may be acted on, and all that anybody is told of. */
export function observeLive(project: Project): Promise<ObservedMany> {
  return observeMany(project, 'live');
}

/** Those that lie at some places, or all. */
export async function observeMany(
  project: Project,
  which: Which,
  places?: readonly JournalPlace[],
): Promise<ObservedMany> {
  const { folded, unreadable } = foldProcesses(project, which, places);
  return { observed: await Promise.all(folded.map((one) => settled(project, one))), unreadable };
}

/** Folds and looks once. An end that is visible already, and that nobody has written down yet, is not waited for. */
export function glance(project: Project, id: string): Observed {
  const folded = foldProcess(project, id);
  return observedOf(folded, probeOf(folded.fold.state));
}

/**
 * The journal was read before the machine was looked at, so an end may have been written in between, or a whole life
 * on a busy machine. So nobody is called gone by a journal that was read before that was seen; and a supervisor that
 * still lives, or a watcher that attends to an orphan, is given a second to say its last word.
 */
async function settled(project: Project, folded: Folded): Promise<Observed> {
  let current = folded;
  let probe = probeOf(current.fold.state);
  let stamp: string | null = null;
  let wasGone = false;
  for (let looks = 0; ; looks += 1) {
    const { state } = current.fold;
    const liveness = livenessNow(state, probe);
    const isGone = liveness === 'gone' || liveness === 'never_started';
    const isOpen = (isGone && (!wasGone || isAttended(state))) || liveness === 'unrecorded';
    if (!isOpen || looks >= recordLimitLooks) return observedOf(current, probe);
    if (looks > 0) await sleepMs(recordLookMs);
    const { events } = current.fold;
    const now = stampOf(current.path);
    const isUnchanged = now !== null && now === stamp;
    stamp = now;
    if (!isUnchanged) current = foldProcess(project, folded.id);
    // Whoever is gone does not come back. Where hundreds are waited for, each look must cost next to nothing.
    if (!isUnchanged || !isGone) probe = probeOf(current.fold.state);
    wasGone = isGone && current.fold.events === events;
  }
}

/** A watcher took it over: it reads the rest of the output first, and that may hold the line that says it is done. */
function isAttended({ facts }: ProcessState): boolean {
  return facts.warnings.some(({ kind }) => kind === 'unsupervised');
}

function livenessNow({ life }: ProcessState, probe: Probe): Liveness | null {
  const phase = livePhaseOf(life);
  return phase === null ? null : livenessOf(phase, probe);
}

function observedOf({ id, path, fold, corruptLines }: Folded, probe: Probe): Observed {
  return { id, path, state: fold.state, probe, verdict: judge(fold.state, probe), corruptLines };
}
