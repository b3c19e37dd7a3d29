import { existsSync } from 'node:fs';
import { FailureError } from '../../schemas/failure.ts';
import { debug } from '../base/debug.ts';
import { hasCode } from '../base/system-error.ts';
import { journalPath, type Project } from '../journal/project-paths.ts';
import { identityOf } from '../process/identity.ts';
import { type Claim, claim } from './claim.ts';

/** What of a process only one may do at a time: to remove it, or to move it into the history. */
export const moveKind = 'move';

/**
 * Acts as the only one that removes or archives this process, so that what it says of it stays true. Null where somebody
 * who lives is at it, or was first: then there is nothing left to do. The claim of one that died gives way.
 */
export function asSoleMover<Answer>(project: Project, id: string, act: () => Answer): Answer | null {
  const taken = moveClaim(project, id);
  if (taken === null) return null;
  try {
    return existsSync(journalPath(project, id)) ? act() : null;
  } finally {
    taken.release();
  }
}

function moveClaim(project: Project, id: string): Pick<Claim, 'release'> | null {
  const self = identityOf(process.pid);
  if (self === null) throw new FailureError({ code: 'no_identity' });
  try {
    return claim(project, { id, kind: moveKind, episode: 0 }, self);
  } catch (error) {
    // A cleanup is what makes room: on a full disk it goes on without.
    if (!hasCode(error, 'ENOSPC', 'EDQUOT')) throw error;
    debug('moved without a claim', { id });
    return { release: () => {} };
  }
}
