import type { ProcessState } from '../../projections/process-state.ts';
import { isTold } from '../../projections/told-facts.ts';
import type { Channel, Tell } from '../../reactors/reactor.ts';
import { FailureError } from '../../schemas/failure.ts';
import { sleepMs } from '../base/clock.ts';
import { debug } from '../base/debug.ts';
import { failpoint } from '../base/failpoint.ts';
import { isPassing } from '../base/passing.ts';
import { hasCode } from '../base/system-error.ts';
import { type Claim, claim } from '../claims/claim.ts';
import { settle } from '../claims/due.ts';
import { keepUnread } from '../claims/unread.ts';
import type { SettingsNow } from '../config/settings.ts';
import type { Project } from '../journal/project-paths.ts';
import { foldProcess } from '../journal/store.ts';
import { deliver } from '../notify/deliver.ts';
import type { Delivery, Notice, NoticePlace } from '../notify/notice.ts';
import { leftoversOf } from '../observe/leftovers.ts';
import type { Identity } from '../process/identity.ts';
import { noticeOf } from './news.ts';
import type { Pens } from './pens.ts';

export type TellingSite = {
  readonly pens: Pens;
  readonly project: Project;
  readonly settings: SettingsNow;
  readonly self: Identity;
  /** The built helper that shows notices on the desktop. */
  readonly desktopHelper: string;
};

const roomRetryMs = 1000;
/** What the writer says of a journal that is gone: there will never be room in it. */
const removedCause = 'it was removed';

/**
 * Tells one notice: takes the claim, tries each channel once, writes down what came of each, and leaves what no terminal
 * could show to the next command. Whoever dies in between leaves the claim of a dead owner, and is made good by a
 * repeat that says so, on the channels of which nothing is written down. False where somebody else is at it.
 */
export async function tell(site: TellingSite, id: string, effect: Tell): Promise<boolean> {
  const { project, self } = site;
  const taken = claim(project, { id, ...effect.notice }, self);
  if (taken === null) return false;
  try {
    await tellClaimed(site, id, effect, taken);
    return true;
  } finally {
    await onceItCan(() => taken.release()); // kept, it would be taken for that of somebody who is at it
  }
}

async function tellClaimed(site: TellingSite, id: string, effect: Tell, taken: Claim): Promise<void> {
  const { project } = site;
  failpoint('watch.after-claim');
  // Another watcher may have told it between the look and the claim: what the journal says now is what counts.
  const { state } = foldProcess(project, id).fold;
  const channels = effect.channels.filter((channel) => !isTold(state.facts.told, effect.notice, channel));
  if (channels.length > 0) await tellOn(channels, state, effect, site, taken);
  failpoint('watch.before-settled');
  if (effect.settles) settle(project, id);
}

async function tellOn(
  channels: readonly Channel[],
  state: ProcessState,
  { notice: subject }: Tell,
  site: TellingSite,
  { isRepeat }: Claim,
): Promise<void> {
  const { id } = state;
  const notice = noticeOf(state, subject, leftoversOf(state).length, isRepeat);
  const place = placeFor(site, state);
  const outcomes = await Promise.all(
    channels.map(async (channel) => {
      const delivery = await deliver(channel, notice, place);
      failpoint('watch.after-told');
      await onceItCan(() => record(site.pens, channel, notice, subject.episode, delivery));
      failpoint('watch.after-recorded');
      return { channel, outcome: delivery.outcome };
    }),
  );
  const reached = (channel: Channel): boolean =>
    outcomes.some((one) => one.channel === channel && one.outcome === 'sent');
  const isUnread = channels.includes('terminal')
    ? !reached('terminal')
    : !reached('desktop') && !reached('command');
  const unread = { id, ...subject, title: notice.title, line: notice.line };
  if (isUnread) await onceItCan(() => keepUnread(site.project, unread));
}

/**
 * What was told is written down however long the disk stays full, or refuses it otherwise, and the claim is held as long:
 * given up, it would be told again every two seconds; held and forgotten, nobody would write it down or settle it while
 * this watcher lives.
 */
async function onceItCan(act: () => void): Promise<void> {
  for (;;) {
    try {
      return act();
    } catch (error) {
      if (!isRefusal(error)) throw error;
      debug('what was told cannot be written down yet', { error: String(error) });
    }
    await sleepMs(roomRetryMs);
  }
}

/** What may be over in a moment; a journal that was removed will not be. */
function isRefusal(error: unknown): boolean {
  if (error instanceof FailureError && error.failure.code === 'append_failed')
    return error.failure.cause !== removedCause;
  return isPassing(error) || hasCode(error, 'EFBIG');
}

function record(pens: Pens, channel: Channel, notice: Notice, episode: number, delivery: Delivery): void {
  const told = {
    kind: notice.kind,
    channel,
    title: notice.title.slice(0, 200),
    message: (channel === 'desktop' ? notice.body : notice.line).slice(0, 2000),
    ...(episode === 0 ? {} : { episode }),
    ...(notice.again ? { repeat: true } : {}),
  };
  if (delivery.outcome === 'sent') pens.append(notice.id, 'notification.sent', told);
  else {
    const { outcome, error } = delivery;
    pens.append(notice.id, 'notification.failed', { ...told, outcome, error: error.slice(0, 500) });
  }
}

/** Notices go where the user was at launch, not where the watcher happens to have been started from. */
function placeFor({ project, settings, desktopHelper }: TellingSite, { spec }: ProcessState): NoticePlace {
  const { command, terminalSequences } = settings.now.notifications;
  const hasTerminal = spec !== null && spec.tty !== null && spec.session !== null;
  return {
    projectRoot: project.root,
    runFolder: project.runFolder,
    desktopHelper,
    env: process.env,
    notifyEnv: spec?.notifyEnv ?? {},
    terminal: hasTerminal ? { tty: spec.tty ?? '', session: spec.session ?? 0 } : null,
    terminalSequences,
    command,
  };
}
