import { FailureError } from '../../schemas/failure.ts';
import { debug } from '../base/debug.ts';
import { isSystemError } from '../base/system-error.ts';
import type { Project } from '../journal/project-paths.ts';
import { identityOf } from '../process/identity.ts';
import { type Claim, claim } from './claim.ts';

/**
 * Takes what only one should do to a process; null while somebody who lives is at it. Where no claim can be made (a full
 * disk, a folder that is not ours) it is given all the same: better twice than not at all.
 */
export function soleClaim(project: Project, id: string, kind: string): Pick<Claim, 'release'> | null {
  const self = identityOf(process.pid);
  if (self === null) return unclaimed;
  try {
    return claim(project, { id, kind, episode: 0 }, self);
  } catch (error) {
    if (!(error instanceof FailureError) && !isSystemError(error)) throw error;
    debug('done without a claim', { id, kind, error: String(error) });
    return unclaimed;
  }
}

const unclaimed = { release: () => {} };
