import type { WatcherEndedData } from '../../schemas/event.ts';
import { setCoarseInterval } from '../base/coarse-timer.ts';
import type { Settings } from '../config/settings.ts';
import { type Project, watchersFolder } from '../journal/project-paths.ts';
import { version } from '../manifest.ts';
import { ownIdentity } from '../observe/own-identity.ts';
import { becomeSole, type Holder, type Sole } from '../slots/sole-holder.ts';
import { eventlessFileSystem } from './file-system.ts';
import { ProjectWatch } from './project-watch.ts';
import { cleanOnce, startUpkeep } from './upkeep.ts';
import { type Said, WatcherJournal } from './watcher-journal.ts';

export type WatcherSite = {
  readonly project: Project;
  readonly settings: Settings;
  readonly desktopHelper: string;
};

export type WatcherWay = {
  readonly idleMs: number | null;
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
  const mode = eventlessFileSystem(project.journalFolder) === null ? 'events' : 'sweep';
  const sole = await becomeSole(watchersFolder(project), self, { mode });
  if (!sole.held) return { outcome: 'held', holder: sole.holder };
  const journal = new WatcherJournal(project, way.say ?? (() => {}));
  const upkeep = way.once ? null : startUpkeep(site, journal);
  const refresh = setCoarseInterval(() => sole.refresh(), refreshMs);
  try {
    way.holds?.();
    journal.append({ type: 'watcher.started', data: { ...self, mode, version } });
    const reason = await new ProjectWatch({ ...site, self }, journal, howOf(way, sole)).run();
    if (way.once) await cleanOnce(site, journal);
    if (reason !== 'gone') journal.append({ type: 'watcher.ended', data: { reason } });
    return { outcome: 'ended', reason };
  } finally {
    upkeep?.stop();
    refresh.cancel();
    sole.release();
    journal.close();
  }
}

function howOf(way: WatcherWay, sole: Extract<Sole, { held: true }>) {
  return {
    ...way,
    isHeld: () => sole.isHeld(),
    modeChanged: (mode: 'events' | 'sweep') => void sole.tell({ mode }),
  };
}
