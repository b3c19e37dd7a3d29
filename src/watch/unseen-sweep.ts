import { rmSync } from 'node:fs';
import { type CoarseTimer, setCoarseTimer } from '../base/coarse-timer.ts';
import { debug } from '../base/debug.ts';
import { isSystemError } from '../base/system-error.ts';
import { abandonedJournals } from '../journal/journal-birth.ts';
import type { Project } from '../journal/project-paths.ts';

/** A launch takes less than a second from the file to its name. */
const stillThereMs = 30_000;

/**
 * Removes what launchers left that were killed before their journal had a name: what is old by the clock, and still there
 * some time later. A clock that is set ahead, or a machine that wakes up, makes old what was made a moment ago.
 */
export function sweepUnseen(project: Project, afterMs = stillThereMs): CoarseTimer {
  const before = new Set(abandonedJournals(project, Date.now()));
  const sweep = (): void => {
    for (const path of abandonedJournals(project, Date.now())) if (before.has(path)) remove(path);
  };
  return setCoarseTimer(sweep, afterMs, false);
}

function remove(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch (error) {
    if (!isSystemError(error)) throw error;
    debug('what a launcher left cannot be removed', { path, error: String(error) });
  }
}
