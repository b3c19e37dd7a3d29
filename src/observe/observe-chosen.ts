import type { Project } from '../journal/project-paths.ts';
import type { Which } from '../journal/store.ts';
import type { Choose, Reach } from './choose-from.ts';
import { chooseFrom } from './choose-from.ts';
import { withHistory } from './history.ts';
import type { ObservedMany } from './observe.ts';

/**
 * Those that are chosen, in the order of the choice, each folded and looked at. What ended long ago is chosen by what
 * the index says, and what turns out to be otherwise is chosen again: so a list costs its rows, not its history.
 */
export function observeChosen(
  project: Project,
  which: Which,
  choose: Choose,
  reach: Reach = { to: 'first' },
): Promise<ObservedMany> {
  return withHistory({ project, which }, (history) => chooseFrom(history, choose, reach));
}
