import type { WatcherEndedData } from '../../schemas/event.ts';
import { setCoarseInterval } from '../base/coarse-timer.ts';
import { type Project, watchersFolder } from '../journal/project-paths.ts';
import { version } from '../manifest.ts';
import { ownIdentity } from '../observe/own-identity.ts';
import { becomeSole, type Holder } from '../slots/sole-holder.ts';
import { eventlessFileSystem } from './file-system.ts';
import type { FollowedSettings } from './followed-settings.ts';
import type { HearingMode } from './hearing.ts';
import { keepFollowing } from './keep-following.ts';
import { ProjectWatch } from './project-watch.ts';
import { cleanOnce, startUpkeep } from './upkeep.ts';
import { type Said, WatcherJournal } from './watcher-journal.ts';

export type WatcherSite = {
  readonly project: Project;
  readonly settings: FollowedSettings;
  readonly desktopHelper: string;
};

export type WatcherWay = {
  /** It ends when nothing has run for as long as the settings say. */
  readonly endsWhenIdle: boolean;
  readonly once: boolean;
  readonly asked: AbortSignal;
  /** Told of everything that it does, for whoever looks on. */
  readonly say?: (said: Said) => void;
  /** Called when it is the watcher, before it looks at anything. */
  readonly holds?: () => void;
};

export type WatcherEnd =
  | { readonly outcome: 'ended'; readonly reason: WatcherEndedData['reason'] }
  | { readonly outcome: 'held'; readonly holder: Holder };

/** Others that cannot look at this process (another container) see by this that it lives. */
const refreshMs = 5000;

/** Becomes the watcher of a project, for as long as there is a reason; leaves at once if it has one. */
export async function runWatcher(site: WatcherSite, way: WatcherWay): Promise<WatcherEnd> {
  const { project } = site;
  const self = ownIdentity();
  let mode: HearingMode = eventlessFileSystem(project.journalFolder) === null ? 'events' : 'sweep';
  const sole = await becomeSole(watchersFolder(project), self, { mode });
  if (!sole.held) return { outcome: 'held', holder: sole.holder };
  const journal = new WatcherJournal(project, way.say ?? (() => {}));
  const upkeep = way.once ? null : startUpkeep(site, journal);
  const refresh = setCoarseInterval(() => sole.refresh(), refreshMs);
  const following = keepFollowing(site.settings, journal, () => mode);
  try {
    way.holds?.();
    journal.append({ type: 'watcher.started', data: { ...self, mode, version } });
    const modeChanged = (now: HearingMode): void => {
      mode = now;
      sole.tell({ mode });
    };
    const how = { ...way, modeChanged, isHeld: () => sole.isHeld() };
    const reason = await new ProjectWatch({ ...site, self }, journal, how).run();
    if (way.once) await cleanOnce(site, journal);
    if (reason !== 'gone') journal.append({ type: 'watcher.ended', data: { reason } });
    return { outcome: 'ended', reason };
  } finally {
    upkeep?.stop();
    refresh.cancel();
    following.cancel();
    sole.release();
    journal.close();
  }
}
