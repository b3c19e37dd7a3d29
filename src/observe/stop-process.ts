import { rmSync } from 'node:fs';
import { runningOf } from '../../projections/process-life.ts';
import { lossOf } from '../../reactors/lost.ts';
import { FailureError } from '../../schemas/failure.ts';
import { monotonicMs } from '../base/clock.ts';
import { failpoint } from '../base/failpoint.ts';
import { JournalWriter } from '../journal/journal-writer.ts';
import { journalPath, type Project, reservePath } from '../journal/project-paths.ts';
import type { ProcessRow } from '../process/identity.ts';
import { terminate } from '../process/terminate.ts';
import { type TreeRoot, treeOf } from '../process/tree.ts';
import { type Observed, observe } from './observe.ts';
import { supervisorOf } from './probe.ts';
import { ProcessWatch } from './process-watch.ts';
import { recordLoss } from './record-loss.ts';
import { killSupervisor, wakeSupervisor } from './silent-supervisor.ts';

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
  const live = journalPath(project, observed.id); // what is archived is not written to any more
  const writer = JournalWriter.open(live, observed.id, 'stop');
  try {
    request(project, writer, wish);
    failpoint('stop.after-requested');
    const ended = await endOf(project, observed.id, wish.graceMs + supervisorLimitMs);
    if (ended !== null) {
      await stopLeftRunning(ended, wish); // whoever died of something else has ended nobody
      return verified(ended);
    }
    await endFromHere(project, observed.id, wish);
    failpoint('stop.after-terminate');
    return verified(await lastWord(project, observed.id, writer));
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
  if (root !== null && leftRunning(observed).length > 0) await terminate(root, wish);
  verified(observed);
}

/** On a full disk the reserve is given back for it: whatever fills the disk must be possible to stop. */
function request(project: Project, writer: JournalWriter, wish: StopWish): void {
  const pending = writer.prepare('process.stop_requested', { ...wish, by: 'user' });
  try {
    writer.commit(pending);
  } catch (error) {
    if (!(error instanceof FailureError) || error.failure.code !== 'append_failed') throw error;
    rmSync(reservePath(project), { force: true });
    writer.commit(pending);
  }
}

/**
 * What the supervisor should have done. One that has no command to end, and not ended itself, holds its slot for nothing:
 * it is ended first, and then whatever it started in its last moment.
 */
async function endFromHere(project: Project, id: string, wish: StopWish): Promise<void> {
  const { state } = await observe(project, id);
  if (state.life.phase === 'launched' || state.life.phase === 'waiting') await killSupervisor(state);
  const root = rootOf(await observe(project, id));
  if (root !== null) await terminate(root, wish);
}

/** Of the supervisor, where one lives: only it knows how the command ended. Else of this program. */
async function lastWord(project: Project, id: string, writer: JournalWriter): Promise<Observed> {
  return (await endOf(project, id, supervisorLimitMs)) ?? lossAsLastWord(project, id, writer);
}

/**
 * Null if nobody is there to act on the request any more, or did not in time. A supervisor without a living command may
 * have been stopped (SIGSTOP), and is woken up.
 */
async function endOf(project: Project, id: string, limitMs: number): Promise<Observed | null> {
  const watch = new ProcessWatch(project, id);
  for (const deadlineMs = monotonicMs() + limitMs; ; ) {
    const leftMs = deadlineMs - monotonicMs();
    if (leftMs <= 0) return null;
    const observed = await watch.next(leftMs);
    if (observed?.state.life.phase === 'ended') return observed;
    if (observed === null) continue;
    if (!isAttended(observed)) return null;
    if (observed.probe.child !== 'alive') wakeSupervisor(observed.state);
  }
}

/** Somebody acts on the request: the supervisor, or the launcher that is about to start one. */
function isAttended({ state, probe }: Observed): boolean {
  const starts = state.life.phase === 'requested' || state.life.phase === 'launched';
  return probe.supervisor === 'alive' || (starts && probe.launcher === 'alive');
}

/** With supervisor and command gone, nobody else will write down that it is over. */
async function lossAsLastWord(project: Project, id: string, writer: JournalWriter): Promise<Observed> {
  const { state, probe } = await observe(project, id);
  const data = lossOf(state, probe);
  if (data !== null) await recordLoss(project, id, () => writer.append('process.lost', data));
  return observe(project, id);
}

function verified(observed: Observed): Observed {
  const { id, state, probe, verdict } = observed;
  const survivors = leftRunning(observed);
  if (survivors.length > 0)
    throw new FailureError({ code: 'survived_stop', id, pids: survivors.map(({ pid }) => pid) });
  if (verdict.health === 'ended') return observed;
  if (probe.supervisor === 'alive' && verdict.status !== 'running' && verdict.status !== 'queued')
    throw new FailureError({
      code: 'end_unrecorded',
      id,
      supervisorPid: supervisorOf(state.life)?.pid ?? null,
    });
  const cause = 'it has not ended in time; the request is written down and still holds';
  throw new FailureError({ code: 'cannot_signal', id, cause });
}

function rootOf({ state }: Observed): TreeRoot | null {
  const { life, spec } = state;
  const running = runningOf(life);
  if (running === null || spec === null) return null;
  return { child: running.child, marker: spec.marker };
}
