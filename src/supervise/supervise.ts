import { closeSync } from 'node:fs';
import type { SupervisionAnswer, SupervisionOrder } from '../../schemas/generated/types.ts';
import { type AttendedEnd, attend } from '../attend/attend.ts';
import { nothingTold } from '../attend/lines-told.ts';
import type { WatchedOutput } from '../attend/output-watch.ts';
import { type RunPatterns, runPatterns } from '../attend/run-patterns.ts';
import { writeAtLast } from '../attend/write-at-last.ts';
import { debug } from '../base/debug.ts';
import { failpoint } from '../base/failpoint.ts';
import { isPassing } from '../base/passing.ts';
import type { JournalWriter } from '../journal/journal-writer.ts';
import { openOutputForAppend } from '../output/output-file.ts';
import { knowSecretsOf } from '../output/redact-known.ts';
import { identityOf } from '../process/identity.ts';
import { MemoryAccount } from '../process/memory-account.ts';
import { type GatedChild, spawnAtGate } from './gate.ts';
import { onceAllowed } from './once-allowed.ts';
import { isWorthRetrying, stoppedWithin } from './retry.ts';
import { isPassingFailure, type SpawnFailure } from './spawn-failure.ts';
import { turnOf } from './turn.ts';
import { WatcherCare } from './watcher-care.ts';

/** The whole life of one command, attempt by attempt: gate, start, watch, end. Its last act is the terminal event. */
export async function supervise(
  order: SupervisionOrder,
  writer: JournalWriter,
  answer: (answer: SupervisionAnswer) => void,
): Promise<void> {
  const care = new WatcherCare(order);
  try {
    const patterns = await runPatterns(order); // before anything runs or waits: what cannot be loaded cannot be attended to
    const turn = await turnOf(order, writer, answer);
    if (turn === 'never') return;
    await runAttempts({ ...order, patterns, isAwaited: turn === 'at once' }, writer, answer);
  } finally {
    care.end();
  }
}

/** `isAwaited`: its launcher waits for the word that it runs, and is told no where that cannot be recorded. */
type Attempt = SupervisionOrder & { readonly isAwaited: boolean; readonly patterns: RunPatterns };

async function runAttempts(
  order: Attempt,
  writer: JournalWriter,
  answer: (answer: SupervisionAnswer) => void,
): Promise<void> {
  const opened = async (): Promise<number | null> => outputUnlessRefused(order);
  const fd = await onceAllowed(opened, (one) => one === null, order, writer);
  if (fd === null) return neverStarted(order, writer);
  let output: WatchedOutput = { path: order.output, fd, goneBytes: 0, scannedFrom: 0 };
  for (let { attempt, isAwaited } = order; ; attempt += 1, isAwaited = false) {
    const ended = await runAttempt({ ...order, attempt, isAwaited }, writer, output, answer);
    if (ended === null) break;
    if (await stoppedWithin(order.retryDelayMs, order, writer)) {
      await neverStarted(order, writer);
      break;
    }
    output = { ...output, goneBytes: ended.goneBytes, scannedFrom: ended.outputBytes };
  }
  closeSync(fd);
}

/** Null where that may be over in a moment, and nobody waits for a word of it. */
function outputUnlessRefused({ output, isAwaited }: Attempt): number | null {
  try {
    return openOutputForAppend(output);
  } catch (error) {
    if (isAwaited || !isPassing(error)) throw error;
    debug('the output cannot be opened yet', { error: String(error) });
    return null;
  }
}

/** It was stopped before it, or its next attempt, could begin. */
async function neverStarted({ reserve }: Attempt, writer: JournalWriter): Promise<void> {
  const lost = { reason: 'never_started', lastSeenAt: null } as const;
  await writeAtLast(writer, writer.prepare('process.lost', lost), reserve);
}

/** Null when that was the last one; else how it ended, and another is to follow. */
async function runAttempt(
  order: Attempt,
  writer: JournalWriter,
  output: WatchedOutput,
  answer: (answer: SupervisionAnswer) => void,
): Promise<AttendedEnd | null> {
  failpoint('supervise.before-spawn');
  const mayWait = (one: GatedChild | SpawnFailure): boolean => !order.isAwaited && isPassingFailure(one);
  const child = await onceAllowed(() => spawnAtGate(order, output.fd), mayWait, order, writer);
  if (child === null) {
    await neverStarted(order, writer);
    return null;
  }
  const failure = 'executed' in child ? child : await startedOrAbandoned(order, writer, child);
  if (failure !== null) {
    const { code, message } = failure;
    await writeAtLast(writer, writer.prepare('process.spawn_failed', { code, message }), order.reserve);
    answer({ outcome: 'spawn_failed', code, message });
    return null;
  }
  answer({ outcome: 'started' });
  return 'pid' in child ? watchToTheEnd(order, writer, child, output) : null;
}

/** What cannot be recorded must not run: the gate closes for ever. */
async function startedOrAbandoned(
  order: Attempt,
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

/**
 * Records the pid, opens the gate, waits for proof. Null when the command itself runs. What nobody waits for stands at the
 * gate until there is room for the record.
 */
async function startedOrNot(
  order: Attempt,
  writer: JournalWriter,
  child: GatedChild,
): Promise<SpawnFailure | null> {
  failpoint('supervise.after-spawn');
  const own = identityOf(process.pid);
  if (child.startToken === null || own === null) {
    child.abandon();
    return goneAtTheGate;
  }
  const started = writer.prepare('process.started', {
    pid: child.pid,
    startToken: child.startToken,
    supervisorPid: own.pid,
    supervisorStartToken: own.startToken,
    attempt: order.attempt,
  });
  if (order.isAwaited) writer.commit(started);
  else if (!(await writeAtLast(writer, started, order.reserve))) {
    child.abandon();
    return goneAtTheGate;
  }
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
  order: Attempt,
  writer: JournalWriter,
  child: GatedChild,
  output: WatchedOutput,
): Promise<AttendedEnd | null> {
  const root = { child: { pid: child.pid, startToken: child.startToken ?? '' }, marker: order.marker };
  const run = { ...order, root, output, limits: order, ranMs: 0, told: nothingTold };
  const account = new MemoryAccount(child.pid);
  const forgetSecrets = knowSecretsOf(order.env); // of what its output says: nothing else is read
  const attendance = attend(run, writer);
  const end = await child.ended;
  const memory = account.end();
  const ended = await attendance.finish();
  forgetSecrets();
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
