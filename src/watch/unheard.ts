import { type CoarseTimer, setCoarseTimer } from '../base/coarse-timer.ts';
import { debug } from '../base/debug.ts';
import { isSystemError } from '../base/system-error.ts';
import { owedIds, settle } from '../claims/due.ts';
import type { Project } from '../journal/project-paths.ts';
import { idsIfListed } from './listed-ids.ts';

/** A supervisor that lives puts its journal back within two seconds. */
const goneForMs = 6000;

/**
 * Whoever is owed a word about a journal that is gone is not owed it any more: of those that are gone now, all that are
 * still gone some seconds later.
 */
export function forgetUnheard(project: Project): CoarseTimer {
  const before = unheard(project);
  const forget = (): void => {
    const still = new Set(unheard(project));
    for (const id of before) if (still.has(id)) forgetOne(project, id);
  };
  return setCoarseTimer(forget, goneForMs, false);
}

/** Where the folder cannot be written to it stays, for the next watcher: it hinders nobody. */
function forgetOne(project: Project, id: string): void {
  try {
    settle(project, id);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    debug('what nobody will be told of cannot be removed', { id, error: String(error) });
  }
}

function unheard(project: Project): string[] {
  const ids = idsIfListed(project);
  const there = new Set(ids);
  return ids === null ? [] : owedIds(project).filter((id) => !there.has(id));
}
