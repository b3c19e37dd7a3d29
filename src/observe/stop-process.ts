import { lost } from '../../reactors/lost.ts';
import { FailureError } from '../../schemas/failure.ts';
import { monotonicMs } from '../base/clock.ts';
import { failpoint } from '../base/failpoint.ts';
import { JournalWriter } from '../journal/journal-writer.ts';
import type { Project } from '../journal/project-paths.ts';
import type { ProcessRow } from '../process/identity.ts';
import { terminate } from '../process/terminate.ts';
import { type TreeRoot, treeOf } from '../process/tree.ts';
import { type Observed, observe } from './observe.ts';
import { ProcessWatch } from './process-watch.ts';

export type StopWish = {
  readonly signal: NodeJS.Signals;
  readonly graceMs: number;
  readonly reason: string | null;
};

/** After the grace period: five seconds for SIGKILL to work, and a moment for the supervisor's last word. */
const supervisorLimitMs = 7000;

/**
 * Ends a process: the request goes into its journal and its supervisor acts on it. Where there is none any more, or it
 * does not act in time, the same is done from here. Gives what became of it; throws `survived_stop`.
 */
export async function stopProcess(project: Project, observed: Observed, wish: StopWish): Promise<Observed> {
  const writer = JournalWriter.open(observed.path, observed.id, 'stop');
  try {
    writer.append('process.stop_requested', { ...wish, by: 'user' });
    failpoint('stop.after-requested');
    const supervised = observed.probe.supervisor === 'alive';
    const ended = supervised ? await endOf(project, observed.id, wish.graceMs + supervisorLimitMs) : null;
    if (ended !== null) return verified(ended);
    const root = rootOf(observed);
    if (root !== null) await terminate(root, wish);
    failpoint('stop.after-terminate');
    return verified(await recordLoss(project, observed.id, writer));
  } finally {
    writer.close();
  }
}

/** Members of an ended process's tree that live on; they can be ended too. */
export function leftRunning(observed: Observed): readonly ProcessRow[] {
  const root = rootOf(observed);
  return root === null || observed.state.spec === null ? [] : treeOf(root);
}

export async function stopLeftRunning(observed: Observed, wish: StopWish): Promise<void> {
  const root = rootOf(observed);
  if (root !== null) await terminate(root, wish);
  verified(observed);
}

async function endOf(project: Project, id: string, limitMs: number): Promise<Observed | null> {
  const watch = new ProcessWatch(project, id);
  for (const deadlineMs = monotonicMs() + limitMs; ; ) {
    const leftMs = deadlineMs - monotonicMs();
    if (leftMs <= 0) return null;
    const observed = await watch.next(leftMs);
    if (observed?.state.life.phase === 'ended') return observed;
    if (observed !== null && observed.probe.supervisor === 'dead') return null;
  }
}

/** With supervisor and command gone, nobody else will write down that it is over. */
async function recordLoss(project: Project, id: string, writer: JournalWriter): Promise<Observed> {
  const { state, probe } = await observe(project, id);
  for (const { type, data } of lost(state, probe)) writer.append(type, data);
  return observe(project, id);
}

function verified(observed: Observed): Observed {
  const survivors = leftRunning(observed);
  if (survivors.length === 0) return observed;
  throw new FailureError({ code: 'survived_stop', id: observed.id, pids: survivors.map(({ pid }) => pid) });
}

function rootOf({ state }: Observed): TreeRoot | null {
  const { life, spec } = state;
  const running = life.phase === 'started' || life.phase === 'ended' ? life.running : null;
  if (running === null || spec === null) return null;
  return { child: running.child, marker: spec.marker };
}
