import type { watchFile } from '../../reactors/watcher.ts';
import { monotonicMs } from '../base/clock.ts';
import { doorbellIdentity, hangDoorbell } from '../journal/doorbell.ts';
import { doorbellPath, journalPath, type Project } from '../journal/project-paths.ts';
import { eventlessFileSystem } from './file-system.ts';
import { Following } from './following.ts';

/** `sweep`: nothing is heard, so everything has to be looked at. */
export type HearingMode = 'events' | 'sweep';

export type HearingWays = {
  readonly watch: typeof watchFile;
  /** A watch that failed for want of inotify watches is tried again this often. */
  readonly rewatchMs: number;
};

export type HearingHands = {
  /** The journal of a process that is followed changed or is gone. */
  readonly hint: (id: string) => void;
  /** Something was launched. */
  readonly rang: () => void;
  /** Nothing is followed yet. */
  readonly begun: () => void;
  readonly modeChanged: (mode: HearingMode, why: string) => void;
};

/** Hears of launches and of journals that grow, or knows that it cannot. */
export class Hearing {
  readonly #project: Project;
  readonly #ways: HearingWays;
  readonly #hands: HearingHands;
  #mode: HearingMode = 'events';
  #following: Following | null = null;
  /** Which file it listens to; null: another one is to be hung. */
  #doorbell: string | null = null;
  #againAtMs = 0;

  constructor(project: Project, ways: HearingWays, hands: HearingHands) {
    this.#project = project;
    this.#ways = ways;
    this.#hands = hands;
  }

  get mode(): HearingMode {
    return this.#mode;
  }

  /** To be called often: begins, and begins anew where another doorbell hangs or it is time to try again. */
  keep(): void {
    const isDue =
      this.#following === null
        ? monotonicMs() >= this.#againAtMs
        : this.#doorbell === null || doorbellIdentity(this.#project) !== this.#doorbell;
    if (isDue) this.#begin();
  }

  /** True if it was not followed yet. The watch holds some milliseconds later. */
  follow(id: string, inode: string): boolean {
    return this.#following?.follow(id, journalPath(this.#project, id), inode) === true;
  }

  unfollow(id: string): void {
    this.#following?.unfollow(id);
  }

  async stop(): Promise<void> {
    const following = this.#following;
    this.#following = null;
    await following?.close();
  }

  #begin(): void {
    void this.stop();
    const eventless = eventlessFileSystem(this.#project.journalFolder);
    if (eventless !== null) {
      this.#giveUp(`${eventless} tells of no changes`, Number.POSITIVE_INFINITY);
      return;
    }
    const why = hangDoorbell(this.#project);
    if (why !== null) {
      this.#giveUp(`cannot hear of launches: ${why}`, this.#ways.rewatchMs);
      return;
    }
    const following = new Following(this.#ways.watch, {
      hint: this.#hands.hint,
      rang: this.#hands.rang,
      unhung: () => {
        if (this.#following === following) this.#doorbell = null;
      },
      troubled: (error) => {
        if (this.#following === following)
          this.#giveUp(`cannot watch: ${String(error)}`, this.#ways.rewatchMs);
      },
    });
    this.#doorbell = doorbellIdentity(this.#project);
    this.#following = following;
    following.listenTo(doorbellPath(this.#project));
    this.#changeMode('events', 'journals are watched');
    this.#hands.begun();
  }

  #giveUp(why: string, againMs: number): void {
    void this.stop();
    this.#againAtMs = monotonicMs() + againMs;
    this.#changeMode('sweep', why);
  }

  #changeMode(mode: HearingMode, why: string): void {
    if (mode === this.#mode) return;
    this.#mode = mode;
    this.#hands.modeChanged(mode, why);
  }
}
