import { closeSync } from 'node:fs';
import type { DataOf } from '../../schemas/event.ts';
import type { SupervisionAnswer, SupervisionOrder } from '../../schemas/generated/types.ts';
import { failpoint } from '../base/failpoint.ts';
import { startTimeLimit } from '../base/time-limit.ts';
import type { JournalWriter } from '../journal/journal-writer.ts';
import { openOutputForAppend } from '../output/output-file.ts';
import { identityOf } from '../process/identity.ts';
import type { TreeRoot } from '../process/tree.ts';
import { type GatedChild, type SpawnFailure, spawnAtGate } from './gate.ts';
import { Heartbeats } from './heartbeats.ts';
import { LooseJournal } from './loose-journal.ts';
import { OutputWatch } from './output-watch.ts';
import { progressScannerFor } from './progress-scanner-for.ts';
import { StopWatch } from './stop-watch.ts';
import { Stopping } from './stopping.ts';
import { writeAtLast } from './write-at-last.ts';

/** The whole life of one command: gate, start, watch, end. Its last act is the exit event. */
export async function supervise(
  order: SupervisionOrder,
  writer: JournalWriter,
  answer: (answer: SupervisionAnswer) => void,
): Promise<void> {
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
  const root: TreeRoot = {
    child: { pid: child.pid, startToken: child.startToken ?? '' },
    marker: order.marker,
  };
  const loose = new LooseJournal(writer);
  const stopping = new Stopping(root);
  const stopAtLimit = (by: 'timeout' | 'output_limit', reason: string): void => {
    const request: DataOf<'process.stop_requested'> = {
      signal: 'SIGTERM',
      graceMs: order.graceMs,
      reason,
      by,
    };
    loose.appendOrOwe(request);
    stopping.begin(request);
  };
  const warned = (data: DataOf<'process.warned'>): void => loose.append('process.warned', data);
  const output = new OutputWatch(order.output, outputFd, progressScannerFor(order, warned), order, {
    progressed: (data) => loose.append('process.progressed', data),
    warned,
    overLimit: (reason) => stopAtLimit('output_limit', reason),
  });
  const heartbeats = new Heartbeats(root, order.heartbeatMs, output, (data) =>
    loose.append('process.heartbeat', data),
  );
  const stopWatch = new StopWatch(order.journal, order.id, writer.by, (request) => stopping.begin(request));
  const timeLimit = startTimeLimit(order.timeoutMs, (reason) => stopAtLimit('timeout', reason));

  const end = await child.ended;
  heartbeats.stop();
  timeLimit.cancel();
  const { elapsedMs: durationMs, usage } = heartbeats;
  await output.finish();
  await loose.payOwed(order.reserve);
  loose.reportLeftRunning(await stopping.leftRunning());
  loose.reportDropped();
  failpoint('supervise.before-exited');
  const { outputBytes } = output;
  const exited = { ...end, attempt: order.attempt, willRetry: false, durationMs, outputBytes, usage };
  await writeAtLast(writer, writer.prepare('process.exited', exited), order.reserve);
  failpoint('supervise.after-exited');
  await stopWatch.close();
}
