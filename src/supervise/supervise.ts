import { closeSync } from 'node:fs';
import type { SupervisionAnswer, SupervisionOrder } from '../../schemas/generated/types.ts';
import { type AttendedRun, attend } from '../attend/attend.ts';
import { writeAtLast } from '../attend/write-at-last.ts';
import { failpoint } from '../base/failpoint.ts';
import type { JournalWriter } from '../journal/journal-writer.ts';
import { openOutputForAppend } from '../output/output-file.ts';
import { identityOf } from '../process/identity.ts';
import { type GatedChild, type SpawnFailure, spawnAtGate } from './gate.ts';
import { hasTurn } from './turn.ts';

/** The whole life of one command: gate, start, watch, end. Its last act is the exit event. */
export async function supervise(
  order: SupervisionOrder,
  writer: JournalWriter,
  answer: (answer: SupervisionAnswer) => void,
): Promise<void> {
  if (!(await hasTurn(order, writer, answer))) return;
  const outputFd = openOutputForAppend(order.output);
  failpoint('supervise.before-spawn');
  const child = await spawnAtGate(order, outputFd);
  const failure = 'executed' in child ? child : await startedOrAbandoned(order, writer, child);
  if (failure !== null) {
    const { code, message } = failure;
    await writeAtLast(writer, writer.prepare('process.spawn_failed', { code, message }), order.reserve);
    return answer({ outcome: 'spawn_failed', code, message });
  }
  answer({ outcome: 'started' });
  if ('pid' in child) await watchToTheEnd(order, writer, child, outputFd);
  closeSync(outputFd);
}

/** What cannot be recorded must not run: the gate closes for ever. */
async function startedOrAbandoned(
  order: SupervisionOrder,
  writer: JournalWriter,
  child: GatedChild,
): Promise<SpawnFailure | null> {
  try {
    return await startedOrNot(order, writer, child);
  } catch (error) {
    child.abandon();
    throw error;
  }
}

/** Records the pid, opens the gate, waits for proof. Null when the command itself runs. */
async function startedOrNot(
  order: SupervisionOrder,
  writer: JournalWriter,
  child: GatedChild,
): Promise<SpawnFailure | null> {
  failpoint('supervise.after-spawn');
  const own = identityOf(process.pid);
  if (child.startToken === null || own === null) {
    child.abandon();
    return goneAtTheGate;
  }
  writer.append('process.started', {
    pid: child.pid,
    startToken: child.startToken,
    supervisorPid: own.pid,
    supervisorStartToken: own.startToken,
    attempt: order.attempt,
  });
  failpoint('supervise.after-started');
  const outcome = await child.release();
  failpoint('supervise.after-release');
  if (outcome.executed) return null;
  await child.ended;
  return outcome;
}

const goneAtTheGate: SpawnFailure = {
  executed: false,
  code: 'GONE',
  message: 'it was killed before it could be recorded',
};

async function watchToTheEnd(
  order: SupervisionOrder,
  writer: JournalWriter,
  child: GatedChild,
  outputFd: number,
): Promise<void> {
  const attendance = attend(attendedRun(order, child, outputFd), writer);
  const end = await child.ended;
  const { outputBytes, durationMs, usage } = await attendance.finish();
  failpoint('supervise.before-exited');
  const exited = { ...end, attempt: order.attempt, willRetry: false, durationMs, outputBytes, usage };
  await writeAtLast(writer, writer.prepare('process.exited', exited), order.reserve);
  failpoint('supervise.after-exited');
}

function attendedRun(order: SupervisionOrder, child: GatedChild, fd: number): AttendedRun {
  const root = { child: { pid: child.pid, startToken: child.startToken ?? '' }, marker: order.marker };
  const output = { path: order.output, fd, goneBytes: 0, scannedFrom: 0 };
  return { ...order, root, output, limits: order, ranMs: 0 };
}
