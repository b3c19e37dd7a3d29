import { FailureError } from '../../schemas/failure.ts';
import { isProcessId, journalPath, type Project } from '../journal/project-paths.ts';
import { type Observed, observe } from '../observe/observe.ts';
import { isFresh, type Lives } from './living-tickets.ts';
import { ownerPresence } from './ticket-file.ts';

/**
 * A ticket for a slot lives with its owner and, where that died, with the command that goes on without it. Thoroughly
 * looked at, it is over when its journal says so: a supervisor lives some milliseconds longer than what it tells.
 */
export function slotLives(project: Project, look: 'quick' | 'thorough'): Lives {
  return async (ticket) => {
    const presence = ownerPresence(ticket);
    if (presence === 'alive' && look === 'quick') return true;
    const observed = await observedOrNull(project, ticket.owner.id);
    if (observed === null) return presence === 'alive';
    const { phase } = observed.state.life;
    if (phase === 'ended' || phase === 'rejected') return false;
    if (presence === 'alive') return true;
    const { status, health } = observed.verdict;
    if (health === 'unknown') return isFresh(journalPath(project, observed.id)); // seen from another container
    return status === 'running' || status === 'queued';
  };
}

/** Null without a journal that can be read. */
export async function observedOrNull(project: Project, id: string): Promise<Observed | null> {
  if (!isProcessId(id)) return null;
  try {
    return await observe(project, id);
  } catch (error) {
    if (error instanceof FailureError && error.failure.code === 'journal_unusable') return null;
    throw error;
  }
}
