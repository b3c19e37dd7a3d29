import { livePhaseOf } from '../../projections/liveness.ts';
import { sleepMs } from '../base/clock.ts';
import { soleClaim } from '../claims/sole-claim.ts';
import type { Project } from '../journal/project-paths.ts';
import { foldProcess } from '../journal/store.ts';

/** Whoever holds the claim for longer stands still (SIGSTOP): the loss is written down without it then. */
const claimLooks = 100;
const lookMs = 10;

/**
 * Has a loss written down, once: the watcher and whoever stops an orphan find it out in the same moment (two of 1,000
 * kills came to two events, 12 and 32 ms apart). False where an end is on record by now.
 */
export async function recordLoss(project: Project, id: string, write: () => void): Promise<boolean> {
  let claimed = soleClaim(project, id, 'loss');
  for (let look = 0; claimed === null && look < claimLooks; look += 1) {
    await sleepMs(lookMs);
    claimed = soleClaim(project, id, 'loss');
  }
  try {
    if (livePhaseOf(foldProcess(project, id).fold.state.life) === null) return false;
    write();
    return true;
  } finally {
    claimed?.release();
  }
}
