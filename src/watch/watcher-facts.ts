import { type Project, watchersFolder } from '../journal/project-paths.ts';
import { type Holder, holderOf } from '../slots/sole-holder.ts';

export type WatcherFacts = {
  readonly running: boolean;
  readonly pid: number | null;
  readonly since: string | null;
  readonly mode: 'events' | 'sweep' | null;
};

/** Whether a watcher runs, since when, and how it finds what changes. Reads one small file. */
export function watcherFacts(project: Project): WatcherFacts {
  const holder = holderOf(watchersFolder(project));
  return holder === null ? noWatcher : factsOf(holder);
}

export function factsOf({ pid, since, note }: Holder): WatcherFacts {
  const mode = note['mode'] === 'sweep' ? 'sweep' : 'events';
  return { running: true, pid, since: since === '' ? null : since, mode };
}

export const noWatcher: WatcherFacts = { running: false, pid: null, since: null, mode: null };
