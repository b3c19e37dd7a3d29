import { debug } from '../base/debug.ts';
import { hasCode } from '../base/system-error.ts';
import { type Identity, processTable } from './identity.ts';

/** `refused` says that nothing was sent, and why. */
export type SignalOutcome =
  | { readonly outcome: 'sent' }
  | { readonly outcome: 'gone' }
  | { readonly outcome: 'refused'; readonly cause: string };

/**
 * The only place that signals anybody. The identity is looked at again right before; a pid that now belongs to
 * somebody else counts as gone. Between look and signal lie microseconds that Node cannot close (it has no pidfd).
 */
export function signal(target: Identity, name: NodeJS.Signals): SignalOutcome {
  const { pid } = target;
  if (!Number.isInteger(pid) || pid <= 1) return refused(`${pid} is no process of a command`);
  // A watcher is a child of the supervisor that started it, and may have to wake that up.
  const isNear = pid === process.pid || (pid === process.ppid && name !== 'SIGCONT');
  if (isNear) return refused(`${pid} is this program or its parent`);
  const sighting = processTable.sight(pid);
  if (sighting.seen === 'dead') return { outcome: 'gone' };
  if (sighting.seen === 'unknown') return refused(`the identity of ${pid} cannot be read`);
  if (sighting.startToken !== target.startToken) return { outcome: 'gone' };
  if (isForeign(sighting.uid)) return refused(`${pid} belongs to another user`);
  try {
    process.kill(pid, name);
  } catch (error) {
    if (hasCode(error, 'ESRCH')) return { outcome: 'gone' };
    if (hasCode(error, 'EPERM')) return refused(`${pid} belongs to another user`);
    throw error;
  }
  debug('signal', { pid, name });
  return { outcome: 'sent' };
}

function isForeign(uid: number | null): boolean {
  return uid !== null && process.getuid !== undefined && uid !== process.getuid();
}

function refused(cause: string): SignalOutcome {
  return { outcome: 'refused', cause };
}
