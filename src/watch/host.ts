import { livenessOf, livePhaseOf, type Probe } from '../../projections/liveness.ts';
import type { ProcessState } from '../../projections/process-state.ts';
import { watchFile } from '../../reactors/watcher.ts';
import { type CoarseTimer, setCoarseInterval } from '../base/coarse-timer.ts';
import { isGone, stampOf } from '../base/file-stamp.ts';
import { journalPath, type Project } from '../journal/project-paths.ts';
import { probeOf } from '../observe/probe.ts';
import { Hearing, type HearingHands, type HearingMode, type HearingWays } from './hearing.ts';
import { Listing } from './listing.ts';
import { Paced } from './paced.ts';

/** How a host comes to look, and how often; each way finds what another misses, and can be tried without the others. */
export type HostWays = HearingWays & {
  /** chokidar drops a change that follows another within 50 ms, so each hint is looked into once more after each. */
  readonly lookAgainMs: readonly number[];
  /** Finds what no hint told. */
  readonly sweepMs: number;
  /** A process can die without a word in its journal. */
  readonly probeMs: number;
};
export const hostWays: HostWays = {
  watch: watchFile,
  lookAgainMs: [75, 300],
  sweepMs: 2000,
  probeMs: 500,
  rewatchMs: 60_000,
};

/** So many a sweep looks at by turns, whatever is known of them: what comes late for an end is not urgent. */
const settledLooks = 64;

export type HostHands = Pick<HearingHands, 'modeChanged'> & {
  /** There may be news of a process. */
  readonly look: (id: string) => void;
  /** The project's folder is gone. */
  readonly gone: () => void;
};

/** What was last seen of a process that has not ended. */
type Living = { readonly state: ProcessState; readonly seen: string };

/**
 * Knows when to look at which process: hints of the file system about journals that may still grow, launches that ring,
 * a sweep over all, a look at those that live.
 */
export class Host {
  readonly #project: Project;
  readonly #hands: HostHands;
  readonly #ways: HostWays;
  readonly #listing: Listing;
  readonly #stamps = new Map<string, string>();
  /** Swept each time: what may still grow, and what was not looked at yet. */
  readonly #open = new Set<string>();
  /** Of these a look has said that they may still grow. */
  readonly #growing = new Set<string>();
  readonly #living = new Map<string, Living>();
  readonly #timers: CoarseTimer[] = [];
  readonly #hearing: Hearing;
  /** Finds what was launched. */
  readonly #answer: Paced;
  #turn = 0;

  constructor(project: Project, hands: HostHands, ways: HostWays = hostWays) {
    this.#project = project;
    this.#hands = hands;
    this.#ways = ways;
    this.#listing = new Listing(project);
    this.#answer = new Paced(() => void this.#lookAtNew('surely'), ways.lookAgainMs[0] ?? 0);
    this.#hearing = new Hearing(project, ways, {
      hint: (id) => this.#hint(id),
      rang: () => this.#answer.ask(),
      modeChanged: hands.modeChanged,
      begun: () => {
        for (const id of this.#growing) this.#follow(id);
        this.#answer.ask(); // a launch may have rung before the doorbell was listened to
      },
    });
  }

  get mode(): HearingMode {
    return this.#hearing.mode;
  }

  /** Somebody of a process that has not ended lives. */
  get hasLiving(): boolean {
    return this.#living.size > 0;
  }

  start(): void {
    this.sweep();
    this.#timers.push(
      setCoarseInterval(() => this.sweep(), this.#ways.sweepMs),
      setCoarseInterval(() => this.#probe(), this.#ways.probeMs),
    );
  }

  /** Looks at every journal that is new, or that may have grown without a hint. */
  sweep(): void {
    const { journalFolder, stateFolder } = this.#project;
    if ([journalFolder, stateFolder].every(isGone)) this.#hands.gone();
    else this.#hearing.keep();
    const isDeaf = this.mode === 'sweep';
    const ids = this.#lookAtNew(isDeaf ? 'surely' : null);
    if (ids === null) return;
    for (const id of isDeaf ? ids : [...this.#open]) this.#lookIfChanged(id);
    for (let look = 0; look < Math.min(settledLooks, ids.length); look += 1) {
      const id = ids[this.#turn++ % ids.length];
      if (id !== undefined) this.#lookIfChanged(id);
    }
  }

  /** To be told after each look: what may still grow is followed, what lives is looked at twice a second. */
  note(state: ProcessState, probe: Probe): void {
    const { id } = state;
    const lives = [probe.launcher, probe.supervisor, probe.child].includes('alive');
    const mayGoOn = livePhaseOf(state.life) !== null;
    if (mayGoOn && lives) this.#living.set(id, { state, seen: keyOf(probe) });
    else this.#living.delete(id);
    if (mayGoOn || lives || state.life.phase === 'unheard') {
      this.#open.add(id);
      this.#growing.add(id);
      this.#follow(id);
    } else this.#close(id);
  }

  async stop(): Promise<void> {
    for (const timer of [...this.#timers, this.#answer]) timer.cancel();
    await this.#hearing.stop();
  }

  #follow(id: string): void {
    const [inode] = this.#stamps.get(id)?.split(' ') ?? [];
    if (inode === undefined) return;
    if (this.#hearing.follow(id, inode)) this.#lookAgain(() => this.#lookIfChanged(id)); // chokidar watches only some time from now
  }

  #hint(id: string): void {
    this.#lookIfChanged(id);
    this.#lookAgain(() => this.#lookIfChanged(id));
    if (this.#growing.has(id)) this.#follow(id); // it may have been away for a moment
  }

  #lookAgain(look: () => void): void {
    for (const ms of this.#ways.lookAgainMs) setTimeout(look, ms).unref();
  }

  /** Looks at journals of which nothing is known, and forgets those that are gone. All ids, or null if nobody can tell. */
  #lookAtNew(surely: 'surely' | null = null): readonly string[] | null {
    const listed = this.#listing.read(surely);
    if (listed === null || !listed.isAnew) return listed?.ids ?? null;
    const gone = new Set(this.#stamps.keys());
    for (const id of listed.ids) if (!gone.delete(id)) this.#lookIfChanged(id);
    for (const id of gone) this.#forget(id);
    return listed.ids;
  }

  #lookIfChanged(id: string): void {
    const known = this.#stamps.get(id);
    const path = journalPath(this.#project, id);
    const stamp = stampOf(path);
    if (stamp === null) {
      if (!isGone(path)) return; // what cannot be seen for a moment is not gone
      this.#forget(id);
      this.#listing.distrust();
    } else if (known !== stamp) {
      if (known === undefined) this.#open.add(id);
      this.#stamps.set(id, stamp);
      this.#hands.look(id);
    }
  }

  #forget(id: string): void {
    this.#stamps.delete(id);
    this.#living.delete(id);
    this.#close(id);
  }

  #close(id: string): void {
    this.#open.delete(id);
    this.#growing.delete(id);
    this.#hearing.unfollow(id);
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
}

/** A start takes milliseconds: one that does not is not left alone. */
const calm: ReadonlySet<string> = new Set(['waiting', 'running', 'unseen', 'unseen_start']);

function keyOf({ launcher, supervisor, child, rebooted }: Probe): string {
  return `${launcher} ${supervisor} ${child} ${rebooted}`;
}
