import { type CoarseTimer, setCoarseInterval } from '../base/coarse-timer.ts';
import { debug } from '../base/debug.ts';
import type { Followed, FollowedSettings } from './followed-settings.ts';
import type { HearingMode } from './hearing.ts';
import type { WatcherJournal } from './watcher-journal.ts';

const everyMs = 2000;

/** Follows the settings while a watcher watches, and says in its journal what came of a change. */
export function keepFollowing(
  settings: FollowedSettings,
  journal: WatcherJournal,
  modeNow: () => HearingMode,
): CoarseTimer {
  const follow = async (): Promise<void> => {
    try {
      await note(await settings.follow());
    } catch (error) {
      debug('the settings cannot be read anew', { error: String(error) }); // the next look tries again
    }
  };
  const note = async (followed: Followed): Promise<void> => {
    if (followed.outcome === 'unchanged') return;
    const { outcome, problem } = followed;
    if (outcome === 'followed') {
      const message = 'the settings have changed; it follows them';
      journal.append({ type: 'watcher.changed', data: { mode: modeNow(), message } });
    }
    if (problem === null) return;
    const { whereOf } = await import('../config/config-problem.ts');
    const left = outcome === 'kept' ? 'what held before holds on' : 'that file says nothing';
    const message = `${whereOf(problem, (path) => path)}: ${problem.message}; ${left}`.slice(0, 2000);
    journal.append({ type: 'watcher.faulted', data: { rule: 'settings', subject: null, message } });
  };
  return setCoarseInterval(() => void follow(), everyMs);
}
