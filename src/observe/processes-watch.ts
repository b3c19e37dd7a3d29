import { statSync } from 'node:fs';
import { judge } from '../../projections/judge.ts';
import { FailureError } from '../../schemas/failure.ts';
import { monotonicMs, sleepMs } from '../base/clock.ts';
import { hasCode } from '../base/system-error.ts';
import { journalPath, listProcessIds, type Project } from '../journal/project-paths.ts';
import type { Unreadable } from '../journal/store.ts';
import { glance, type Observed, observe, observeLive } from './observe.ts';
import { probeOf } from './probe.ts';

const lookMs = 200;
/** A process can die without a word in its journal. */
const probeEveryMs = 500;
/** A file that is made in the same tick of the clock as the one before leaves the folder's time as it was. */
const listEveryMs = 1000;

/** A journal as it was when it was last read; null: it could not be. */
type Seen = { readonly stamp: string; readonly observed: Observed | null };

/**
 * All processes of a project that are not archived, as they are: whoever lives is looked at again when its journal changes, and twice a
 * second in any case; what is over is not looked at again. With 1,000 old journals a look costs one `stat` and, once a
 * second, a list of names. Needs no service.
 */
export class ProcessesWatch {
  readonly #project: Project;
  readonly #seen = new Map<string, Seen>();
  #folderStamp = '';
  #listedAtMs = Number.NEGATIVE_INFINITY;
  #probedAtMs = Number.NEGATIVE_INFINITY;

  private constructor(project: Project) {
    this.#project = project;
  }

  /** Looks at everything, as `observeLive` does; `unreadable` are those it could not read. */
  static async open(
    project: Project,
  ): Promise<{ readonly watch: ProcessesWatch; readonly unreadable: readonly Unreadable[] }> {
    const watch = new ProcessesWatch(project);
    const { observed, unreadable } = await observeLive(project);
    // Without a stamp each is read once more at the first look, unless it is over.
    for (const one of observed) watch.#seen.set(one.id, { stamp: '', observed: one });
    for (const { id } of unreadable) {
      watch.#seen.set(id, { stamp: stampOf(journalPath(project, id)), observed: null });
    }
    return { watch, unreadable };
  }

  get observed(): Observed[] {
    return [...this.#seen.values()].map(({ observed }) => observed).filter((one) => one !== null);
  }

  /** True as soon as something may be different, false when nothing was within `limitMs`. */
  async changed(limitMs: number): Promise<boolean> {
    const deadlineMs = monotonicMs() + limitMs;
    for (;;) {
      if (await this.#look()) return true;
      const leftMs = deadlineMs - monotonicMs();
      if (leftMs <= 0) return false;
      await sleepMs(Math.min(lookMs, leftMs));
    }
  }

  async #look(): Promise<boolean> {
    this.#list();
    const isProbeDue = monotonicMs() - this.#probedAtMs >= probeEveryMs;
    if (isProbeDue) this.#probedAtMs = monotonicMs();
    let hasChanged = false;
    for (const [id, { stamp, observed }] of this.#seen) {
      if (observed !== null && isOver(observed)) continue;
      const now = stampOf(journalPath(this.#project, id));
      if (now !== stamp) {
        const seen = await this.#readAt(id, now);
        this.#seen.set(id, seen);
        if (observed === null && seen.observed === null) continue; // still nothing that could be read
      } else if (isProbeDue && observed !== null && hasDied(observed))
        this.#seen.set(id, { stamp, observed: await this.#read(id, now) });
      else continue;
      hasChanged = true;
    }
    return hasChanged;
  }

  /** Takes up new journals and forgets those that are gone. */
  #list(): void {
    const stamp = stampOf(this.#project.journalFolder);
    const nowMs = monotonicMs();
    if (stamp === this.#folderStamp && nowMs - this.#listedAtMs < listEveryMs) return;
    this.#folderStamp = stamp;
    this.#listedAtMs = nowMs;
    const ids = new Set(listProcessIds(this.#project));
    for (const id of this.#seen.keys()) if (!ids.has(id)) this.#seen.delete(id);
    for (const id of ids) if (!this.#seen.has(id)) this.#seen.set(id, { stamp: '', observed: null });
  }

  /** What could not be read is read again at the next look: it may have been its last change. */
  async #readAt(id: string, stamp: string): Promise<Seen> {
    const observed = await this.#read(id, stamp);
    return { stamp: observed === null && stamp !== goneStamp ? '' : stamp, observed };
  }

  /** An end that nobody wrote down counts once it was looked at twice, as `observe` does. */
  async #read(id: string, stamp: string): Promise<Observed | null> {
    if (stamp === goneStamp) return null;
    try {
      const seen = glance(this.#project, id);
      const isWritten = seen.state.life.phase === 'ended' || seen.state.life.phase === 'rejected';
      return isOver(seen) && !isWritten ? await observe(this.#project, id) : seen;
    } catch (error) {
      if (error instanceof FailureError && error.failure.code === 'journal_unusable') return null;
      throw error;
    }
  }
}

/** Nothing will be different later; of a launch that has not written its first line yet, all will be. */
export function isOver({ verdict, state }: Observed): boolean {
  return verdict.health === 'ended' && state.life.phase !== 'unheard';
}

/** Its journal is the same, but the machine is not: whoever was at work is gone. */
function hasDied({ state }: Observed): boolean {
  return judge(state, probeOf(state)).health === 'ended' && state.life.phase !== 'unheard';
}

const goneStamp = 'gone';

function stampOf(path: string): string {
  try {
    const { size, mtimeMs, ino } = statSync(path);
    return `${ino} ${size} ${mtimeMs}`;
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return goneStamp;
    throw error;
  }
}
