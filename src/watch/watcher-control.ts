import { startWatcher } from '../attend/watcher-start.ts';
import { until } from '../base/clock.ts';
import { owedIds } from '../claims/due.ts';
import { type Project, watchersFolder } from '../journal/project-paths.ts';
import { leaveStopMark, removeStopMark } from '../journal/stop-mark.ts';
import { ownIdentity } from '../observe/own-identity.ts';
import { presenceOf } from '../process/presence.ts';
import { type SignalOutcome, signal } from '../process/signal.ts';
import { holderOf } from '../slots/sole-holder.ts';
import { noWatcher, type WatcherFacts, watcherFacts } from './watcher-facts.ts';

/** Somebody is owed a word about an end, and nobody is there to say it. */
function lacksWatcher(project: Project): boolean {
  return owedIds(project).length > 0 && !watcherFacts(project).running;
}

const startLimitMs = 10_000;
const stopLimitMs = 10_000;

/** Starts one where somebody is owed a word and nobody is there to say it. */
export function keepWatcher(project: Project, entry: string): void {
  if (lacksWatcher(project)) startWatcher(entry, project.root);
}

/** Asks the watcher to end, and waits for it; null if none runs. */
export async function stopWatcher(project: Project): Promise<SignalOutcome | 'survived' | null> {
  leaveStopMark(project); // first: one that is just being started sees it
  const holder = holderOf(watchersFolder(project));
  if (holder === null) return null;
  const outcome = signal(holder, 'SIGTERM');
  if (outcome.outcome !== 'sent') return outcome;
  signal(holder, 'SIGCONT'); // one that was stopped hears nothing before it is woken up
  const isOver = () => (presenceOf(holder) === 'alive' ? null : true);
  const ended = await until(isOver, { limitMs: stopLimitMs, everyMs: 25 });
  return ended === null ? 'survived' : outcome;
}

/** Starts one on purpose, also where one was ended on purpose, and waits until it holds the project. */
export function startOnPurpose(project: Project, entry: string): Promise<WatcherFacts> {
  ownIdentity(); // where that is unknown no watcher comes up
  removeStopMark(project);
  startWatcher(entry, project.root);
  return watcherStarted(project);
}

/** Waits until a watcher that was just started holds the project. */
async function watcherStarted(project: Project): Promise<WatcherFacts> {
  const running = (): WatcherFacts | null => {
    const facts = watcherFacts(project);
    return facts.running ? facts : null;
  };
  return (await until(running, { limitMs: startLimitMs, everyMs: 20 })) ?? noWatcher;
}
