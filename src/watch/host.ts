import { livenessOf, livePhaseOf, type Probe } from '../../projections/liveness.ts';
import type { ProcessState } from '../../projections/process-state.ts';
import { type FolderWatch, watchFolder } from '../../reactors/watcher.ts';
import { monotonicMs } from '../base/clock.ts';
import { type CoarseTimer, setCoarseInterval } from '../base/coarse-timer.ts';
import { folderIdentity, stampOf } from '../base/file-stamp.ts';
import { journalPath, type Project, processIdOf } from '../journal/project-paths.ts';
import { probeOf } from '../observe/probe.ts';
import { eventlessFileSystem } from './file-system.ts';
import { idsIfListed } from './listed-ids.ts';

/** How a host comes to look, and how often; each way finds what another misses, and can be tried without the others. */
export type HostWays = {
  readonly watch: typeof watchFolder;
  /** chokidar drops a change that follows another within 50 ms, so each hint is looked into once more after each. */
  readonly lookAgainMs: readonly number[];
  /** Finds what no hint told; looking at 1,000 journals costs 3.6 ms. */
  readonly sweepMs: number;
  /** A process can die without a word in its journal. */
  readonly probeMs: number;
  /** A watch that failed for want of inotify watches is tried again this often. */
  readonly rewatchMs: number;
};
export const hostWays: HostWays = {
  watch: watchFolder,
  lookAgainMs: [75, 300],
  sweepMs: 2000,
  probeMs: 500,
  rewatchMs: 60_000,
};

/** Of what has its verdict a sweep looks at so many, by turns: whatever comes late for it is not urgent. */
const settledLooks = 64;

export type HostMode = 'events' | 'sweep';
export type HostHands = {
  /** There may be news of a process. */
  readonly look: (id: string) => void;
  readonly modeChanged: (mode: HostMode, why: string) => void;
  /** The project's folder is gone. */
  readonly gone: () => void;
};

/** What was last seen of a process that has not ended. */
type Living = { readonly state: ProcessState; readonly seen: string };

/** Knows when to look at which process: hints of the file system, a sweep over all, a look at those that live. */
export class Host {
  readonly #project: Project;
  readonly #hands: HostHands;
  readonly #ways: HostWays;
  readonly #stamps = new Map<string, string>();
  readonly #living = new Map<string, Living>();
  readonly #settled = new Set<string>();
  #sweeps = 0;
  readonly #timers: CoarseTimer[] = [];
  #watch: FolderWatch | null = null;
  #watched: string | null = null;
  #mode: HostMode = 'events';
  #watchAgainAtMs = 0;

  constructor(project: Project, hands: HostHands, ways: HostWays = hostWays) {
    this.#project = project;
    this.#hands = hands;
    this.#ways = ways;
  }

  get mode(): HostMode {
    return this.#mode;
  }

  /** Somebody of a process that has not ended lives. */
  get hasLiving(): boolean {
    return this.#living.size > 0;
  }

  start(): void {
    this.#watchAnew();
    this.sweep();
    this.#timers.push(
      setCoarseInterval(() => this.sweep(), this.#ways.sweepMs),
      setCoarseInterval(() => this.#probe(), this.#ways.probeMs),
    );
  }

  /** Looks at every journal that is new, or whose size, time or inode changed. */
  sweep(): void {
    this.#keepWatching();
    const ids = idsIfListed(this.#project);
    if (ids === null) return;
    this.#sweeps += 1;
    for (const [index, id] of ids.entries()) {
      const isDue = (index + this.#sweeps) % Math.ceil(ids.length / settledLooks) === 0;
      if (isDue || this.#mode === 'sweep' || !this.#settled.has(id)) this.#lookIfChanged(id);
    }
    const there = new Set(ids);
    for (const id of this.#stamps.keys()) if (!there.has(id)) this.#forget(id);
  }

  /** To be told after each look: what lives is looked at twice a second. */
  note(state: ProcessState, probe: Probe): void {
    const lives = [probe.launcher, probe.supervisor, probe.child].includes('alive');
    if (livePhaseOf(state.life) !== null && lives) this.#living.set(state.id, { state, seen: keyOf(probe) });
    else this.#living.delete(state.id);
    if (state.recorded !== null) this.#settled.add(state.id);
  }

  async stop(): Promise<void> {
    for (const timer of this.#timers) timer.cancel();
    await this.#watch?.close();
    this.#watch = null;
  }

  #hint(id: string): void {
    this.#lookIfChanged(id);
    for (const ms of this.#ways.lookAgainMs) setTimeout(() => this.#lookIfChanged(id), ms).unref();
  }

  #lookIfChanged(id: string): void {
    const stamp = stampOf(journalPath(this.#project, id));
    if (stamp === null) this.#forget(id);
    else if (this.#stamps.get(id) !== stamp) {
      this.#stamps.set(id, stamp);
      this.#hands.look(id);
    }
  }

  #forget(id: string): void {
    this.#stamps.delete(id);
    this.#living.delete(id);
    this.#settled.delete(id);
  }

  /** Whoever died, or is not where a quiet journal would have them, is looked at. */
  #probe(): void {
    for (const [id, { state, seen }] of this.#living) {
      const probe = probeOf(state);
      const phase = livePhaseOf(state.life);
      const isWell = phase !== null && calm.has(livenessOf(phase, probe));
      if (!isWell || keyOf(probe) !== seen) this.#hands.look(id);
    }
  }

  #keepWatching(): void {
    const identity = folderIdentity(this.#project.journalFolder);
    if (identity === null && folderIdentity(this.#project.stateFolder) === null) {
      this.#hands.gone();
      return;
    }
    const isOther = identity !== this.#watched;
    const isTimeAgain = this.#mode === 'sweep' && monotonicMs() >= this.#watchAgainAtMs;
    if (isOther || isTimeAgain) this.#watchAnew();
  }

  /** A folder that was removed and made again is another one, to which the old watch is deaf for ever. */
  #watchAnew(): void {
    void this.#watch?.close();
    this.#watch = null;
    const folder = this.#project.journalFolder;
    this.#watched = folderIdentity(folder);
    if (this.#watched === null) return;
    const eventless = eventlessFileSystem(folder);
    if (eventless !== null) {
      this.#sweepOnly(`${eventless} tells of no changes`, Number.POSITIVE_INFINITY);
      return;
    }
    const watch = this.#ways.watch(folder, {
      hint: (fileName) => {
        const id = processIdOf(fileName);
        if (id !== null) this.#hint(id);
      },
      troubled: (error) => {
        if (this.#watch === watch) this.#sweepOnly(`cannot watch: ${String(error)}`, this.#ways.rewatchMs);
      },
    });
    this.#watch = watch;
    this.#changeMode('events', 'journals are watched');
  }

  /** Without events every journal is looked at every two seconds, which finds the same, later. */
  #sweepOnly(why: string, againMs: number): void {
    void this.#watch?.close();
    this.#watch = null;
    this.#watchAgainAtMs = monotonicMs() + againMs;
    this.#changeMode('sweep', why);
  }

  #changeMode(mode: HostMode, why: string): void {
    if (mode === this.#mode) return;
    this.#mode = mode;
    this.#hands.modeChanged(mode, why);
  }
}

/** A start takes milliseconds: one that does not is not left alone. */
const calm: ReadonlySet<string> = new Set(['waiting', 'running', 'unseen', 'unseen_start']);

function keyOf({ launcher, supervisor, child, rebooted }: Probe): string {
  return `${launcher} ${supervisor} ${child} ${rebooted}`;
}
