import { Loop, type NamedRules } from '../../reactors/loop.ts';
import { lost } from '../../reactors/lost.ts';
import { notify } from '../../reactors/notify.ts';
import { orphan } from '../../reactors/orphan.ts';
import type { Effect, Policy, Situation } from '../../reactors/reactor.ts';
import { silent } from '../../reactors/silent.ts';
import { stall } from '../../reactors/stall.ts';
import { verdict } from '../../reactors/verdict.ts';
import type { WatcherEndedData } from '../../schemas/event.ts';
import { monotonicMs, sleepMs } from '../base/clock.ts';
import { coarsePause } from '../base/coarse-timer.ts';
import { debug } from '../base/debug.ts';
import { failpoint } from '../base/failpoint.ts';
import { mayBeOwed, settle } from '../claims/due.ts';
import { observe } from '../observe/observe.ts';
import { recordLoss } from '../observe/record-loss.ts';
import { adopt } from './adoption.ts';
import type { HearingMode } from './hearing.ts';
import { Host } from './host.ts';
import { Pens } from './pens.ts';
import { policyOf } from './policy.ts';
import { QuietHistory } from './quiet-history.ts';
import { observedIfReadable } from './readable.ts';
import { rouse } from './rouse.ts';
import { SecondLooks } from './second-looks.ts';
import { type TellingSite, tell } from './telling.ts';
import { forgetUnheard } from './unheard.ts';
import { messageOf, wordsOf } from './watch-words.ts';
import { Watched } from './watched.ts';
import type { WatcherJournal } from './watcher-journal.ts';

export type WatchSite = Omit<TellingSite, 'pens'>;

/** The rules, in the order in which a round asks them. Each can be taken out alone. */
export const rules: NamedRules = { lost, orphan, silent, verdict, stall, notify };

export type WatchHow = {
  /** Ends when nothing has run for as long as the settings say; else it stays. */
  readonly endsWhenIdle: boolean;
  /** One look at everything, and what follows from it. */
  readonly once: boolean;
  /** Aborted when somebody asks it to end. */
  readonly asked: AbortSignal;
  /** False when it holds the project no longer. */
  readonly isHeld: () => boolean;
  readonly modeChanged: (mode: HearingMode) => void;
};

/** On the beat on which those that live are looked at. */
const lookMs = 500;
/** After an effect failed (a full disk, say) it is not tried again at once. */
const retryMs = 2000;

/** Watches a project: finds what ended, stalled or lost its supervisor, writes it down and tells it. */
export class ProjectWatch {
  readonly #site: TellingSite;
  readonly #journal: WatcherJournal;
  readonly #how: WatchHow;
  readonly #watched: Watched;
  readonly #loop: Loop;
  readonly #host: Host;
  readonly #secondLooks = new SecondLooks((id) => this.#loop.look(id));
  #isGone = false;

  constructor(site: WatchSite, journal: WatcherJournal, how: WatchHow) {
    const { project, settings } = site;
    this.#site = { ...site, pens: new Pens(project) };
    this.#journal = journal;
    this.#how = how;
    const policyNow = (): Policy => policyOf(settings.now.notifications);
    this.#watched = new Watched({ project, policyNow, history: new QuietHistory(project) });
    this.#loop = new Loop(rules, {
      situationOf: (id) => this.#situationOf(id),
      perform: (id, effect) => this.#perform(id, effect),
      faulted: (rule, id, error) => {
        this.#faulted(rule, id, error);
        this.#secondLooks.plan(id);
      },
    });
    this.#host = new Host(project, {
      look: (id) => void this.#loop.look(id),
      modeChanged: (mode, message) => this.#modeChanged(mode, message),
      gone: () => {
        this.#isGone = true;
      },
    });
  }

  /** Until there is no more reason to; gives that reason. */
  async run(): Promise<WatcherEndedData['reason']> {
    const { asked } = this.#how;
    this.#host.start();
    const forgetting = forgetUnheard(this.#site.project);
    try {
      for (let busyAtMs = monotonicMs(); ; ) {
        await coarsePause(lookMs, asked);
        if (this.#isBusy) busyAtMs = monotonicMs();
        const reason = this.#reasonToEnd(monotonicMs() - busyAtMs);
        if (reason !== null) return reason;
      }
    } finally {
      forgetting.cancel();
      await this.#host.stop();
      this.#site.pens.layAll();
    }
  }

  get #isBusy(): boolean {
    const { project } = this.#site;
    const isOpen = this.#secondLooks.ids.some((id) => mayBeOwed(project, id));
    return this.#host.hasLiving || !this.#loop.isIdle || this.#watched.isBusy || isOpen;
  }

  #reasonToEnd(idleMs: number): WatcherEndedData['reason'] | null {
    if (this.#how.asked.aborted) return 'asked';
    if (this.#isGone) return 'gone';
    if (!this.#how.isHeld()) return 'replaced';
    if (this.#how.once && this.#loop.isIdle && !this.#watched.isTelling) return 'once';
    return this.#how.endsWhenIdle && idleMs >= this.#site.settings.now.watchIdleMs ? 'idle' : null;
  }

  async #situationOf(id: string): Promise<Situation | null> {
    const observed = await observedIfReadable(this.#site.project, id, () => this.#secondLooks.plan(id));
    if (observed === null) return null;
    this.#host.note(observed.state, observed.probe);
    const situation = await this.#watched.situationOf(observed);
    const { isOwed, isBeingTold } = situation;
    if (observed.state.recorded !== null && !isOwed && !isBeingTold) this.#site.pens.lay(id);
    return situation;
  }

  async #perform(id: string, effect: Effect): Promise<void> {
    const site = this.#site;
    switch (effect.do) {
      case 'append': {
        const write = (): void => site.pens.append(id, effect.type, effect.data);
        if (effect.type !== 'process.lost') write();
        else if (!(await recordLoss(site.project, id, write))) return;
        failpoint('watch.after-verdict');
        return this.#journal.mention(effect.type, id, wordsOf(effect));
      }
      case 'adopt': {
        // One look is no attendance: whoever looks once leaves orphans to a watcher that stays.
        if (this.#how.once) return;
        const { state } = await observe(site.project, id);
        this.#watched.whileAdopted(
          id,
          this.#aside('orphan', id, () => adopt(site, state)),
        );
        return;
      }
      case 'tell':
        this.#watched.whileTold(
          id,
          this.#aside('notify', id, async () => {
            if (await tell(site, id, effect))
              this.#journal.mention('notification', id, `told ${effect.notice.kind}`);
            else await sleepMs(retryMs); // somebody else is at it
          }),
        );
        return;
      case 'settle':
        return settle(site.project, id);
      case 'wake_supervisor':
      case 'kill_supervisor':
        this.#watched.touch(id);
        return rouse(site.project, id, effect.do);
    }
  }

  /** Work that the looking does not wait for. What it did may make something else necessary, or possible. */
  #aside(rule: string, id: string, work: () => Promise<void>): () => Promise<void> {
    return async () => {
      try {
        await work();
      } catch (error) {
        this.#faulted(rule, id, error);
        await sleepMs(retryMs);
      }
      setImmediate(() => void this.#loop.look(id));
    };
  }

  #modeChanged(mode: HearingMode, message: string): void {
    this.#journal.append({ type: 'watcher.changed', data: { mode, message: message.slice(0, 500) } });
    this.#how.modeChanged(mode);
  }

  #faulted(rule: string, id: string, error: unknown): void {
    debug('rule failed', { rule, id, error: String(error) });
    this.#journal.append({ type: 'watcher.faulted', data: { rule, subject: id, message: messageOf(error) } });
  }
}
