import { closeSync } from 'node:fs';
import type { SupervisionAnswer, SupervisionOrder } from '../../schemas/generated/types.ts';
import { type AttendedEnd, attend } from '../attend/attend.ts';
import { nothingTold } from '../attend/line-reader.ts';
import type { WatchedOutput } from '../attend/output-watch.ts';
import { type RunPatterns, runPatterns } from '../attend/run-patterns.ts';
import { writeAtLast } from '../attend/write-at-last.ts';
import { failpoint } from '../base/failpoint.ts';
import type { JournalWriter } from '../journal/journal-writer.ts';
import { openOutputForAppend } from '../output/output-file.ts';
import { identityOf } from '../process/identity.ts';
import { MemoryAccount } from '../process/memory-account.ts';
import { type GatedChild, spawnAtGate } from './gate.ts';
import { isWorthRetrying, stoppedWithin } from './retry.ts';
import type { SpawnFailure } from './spawn-failure.ts';
import { hasTurn } from './turn.ts';
import { WatcherCare } from './watcher-care.ts';

/** The whole life of one command, attempt by attempt: gate, start, watch, end. Its last act is the terminal event. */
export async function supervise(
  order: SupervisionOrder,
  writer: JournalWriter,
  answer: (answer: SupervisionAnswer) => void,
): Promise<void> {
  const care = new WatcherCare(order);
  try {
    if (await hasTurn(order, writer, answer)) await runAttempts(order, writer, answer);
  } finally {
    care.end();
  }
}

async function runAttempts(
  order: SupervisionOrder,
  writer: JournalWriter,
  answer: (answer: SupervisionAnswer) => void,
): Promise<void> {
  const fd = openOutputForAppend(order.output);
  let output: WatchedOutput = { path: order.output, fd, goneBytes: 0, scannedFrom: 0 };
  for (let { attempt } = order; ; attempt += 1) {
    const ended = await runAttempt({ ...order, attempt }, writer, output, answer);
    if (ended === null) break;
    if (await stoppedWithin(order.retryDelayMs, order, writer)) {
      const lost = { reason: 'never_started', lastSeenAt: null } as const;
      await writeAtLast(writer, writer.prepare('process.lost', lost), order.reserve);
      break;
    }
    output = { ...output, goneBytes: ended.goneBytes, scannedFrom: ended.outputBytes };
  }
  closeSync(fd);
}

/** Null when that was the last one; else how it ended, and another is to follow. */
async function runAttempt(
  order: SupervisionOrder,
  writer: JournalWriter,
  output: WatchedOutput,
  answer: (answer: SupervisionAnswer) => void,
): Promise<AttendedEnd | null> {
  const patterns = await runPatterns(order); // before anything runs: what cannot be loaded cannot be attended to
  failpoint('supervise.before-spawn');
  const child = await spawnAtGate(order, output.fd);
  const failure = 'executed' in child ? child : await startedOrAbandoned(order, writer, child);
  if (failure !== null) {
    const { code, message } = failure;
    await writeAtLast(writer, writer.prepare('process.spawn_failed', { code, message }), order.reserve);
    answer({ outcome: 'spawn_failed', code, message });
    return null;
  }
  answer({ outcome: 'started' });
  return 'pid' in child ? watchToTheEnd({ ...order, patterns }, writer, child, output) : null;
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

/** As `runAttempt`, for a command that runs. */
async function watchToTheEnd(
  order: SupervisionOrder & { readonly patterns: RunPatterns },
  writer: JournalWriter,
  child: GatedChild,
  output: WatchedOutput,
): Promise<AttendedEnd | null> {
  const root = { child: { pid: child.pid, startToken: child.startToken ?? '' }, marker: order.marker };
  const run = { ...order, root, output, limits: order, ranMs: 0, told: nothingTold };
  const account = new MemoryAccount(child.pid);
  const attendance = attend(run, writer);
  const end = await child.ended;
  const memory = account.end();
  const ended = await attendance.finish();
  const willRetry = order.attempt <= order.retries && isWorthRetrying(end, ended, order);
  failpoint('supervise.before-exited');
  const { attempt, reserve } = order;
  const { durationMs, outputBytes, usage } = ended;
  const said = memory === null ? {} : { memory };
  const exited = { ...end, attempt, willRetry, durationMs, outputBytes, usage, ...said };
  await writeAtLast(writer, writer.prepare('process.exited', exited), reserve);
  failpoint('supervise.after-exited');
  return willRetry ? ended : null;
}
