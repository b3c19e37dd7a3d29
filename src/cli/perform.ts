import { owedIds } from '../claims/due.ts';
import type { Hands } from './hands.ts';

/** What a command hands over: its work, and the number of its exit code. */
export type Perform = (work: (hands: Hands) => number | Promise<number>) => Promise<void>;

/** What commands do before their own work: say that the configuration is broken, see to a watcher where one is due. */
export function withCare(perform: Perform): { readonly withWarning: Perform; readonly withWatcher: Perform } {
  const withWarning: Perform = (work) =>
    perform((hands) => {
      if (hands.configWarning !== null) hands.tell(`⚠️  ${hands.configWarning}; defaults are used`);
      return work(hands);
    });
  const withWatcher: Perform = (work) =>
    withWarning(async (hands) => {
      await seeToWatcher(hands);
      return work(hands);
    });
  return { withWarning, withWatcher };
}

/** Where somebody is owed a word about an end, and nobody is there to say it, a watcher is started. */
async function seeToWatcher({ project, settings, watcherEntry }: Hands): Promise<void> {
  if (!settings.monitoringEnabled || owedIds(project).length === 0) return;
  (await import('../watch/watcher-control.ts')).keepWatcher(project, watcherEntry);
}
