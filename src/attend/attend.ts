import type { DataOf } from '../../schemas/event.ts';
import { startTimeLimit } from '../base/time-limit.ts';
import type { JournalWriter } from '../journal/journal-writer.ts';
import type { ProcessRow } from '../process/identity.ts';
import type { TreeRoot } from '../process/tree.ts';
import { Heartbeats } from './heartbeats.ts';
import { LateReading } from './late-reading.ts';
import type { LinesTold } from './lines-told.ts';
import { LooseJournal } from './loose-journal.ts';
import type { ReadingHands, ReadingWish } from './output-reading.ts';
import { type OutputLimits, OutputWatch, type WatchedOutput } from './output-watch.ts';
import { RunTree } from './run-tree.ts';
import { StopWatch } from './stop-watch.ts';
import { Stopping } from './stopping.ts';

/** A command that runs, and what was promised for it; whether whoever attends to it started it makes no difference. */
export type AttendedRun = ReadingWish & {
  readonly id: string;
  readonly journal: string;
  readonly root: TreeRoot;
  /** Closed by whoever opened it. */
  readonly output: WatchedOutput;
  readonly heartbeatMs: number;
  /** Of the whole run; null is no limit. */
  readonly timeoutMs: number | null;
  /** How long it had run already when attending began. */
  readonly ranMs: number;
  /** Between the signal and SIGKILL when a limit stops it. */
  readonly graceMs: number;
  readonly limits: OutputLimits;
  /** Its end is the end of its whole tree. */
  readonly waitTree: boolean;
  /** Given back when the disk is full. */
  readonly reserve: string;
};

/** What only the one who attended to the end knows. */
export type AttendedEnd = Pick<DataOf<'process.exited'>, 'outputBytes' | 'durationMs' | 'usage'> & {
  /** Oldest bytes of its output that are gone. */
  readonly goneBytes: number;
  readonly leftRunning: readonly ProcessRow[];
  /** Why it was asked to end; null if nobody did. */
  readonly stop: DataOf<'process.stop_requested'> | null;
  /** What its output said of how it went. */
  readonly said: Pick<LinesTold, 'isBlocked' | 'hasFailed' | 'isDone'>;
};

export type Attendance = {
  /**
   * To be called when the command has ended: waits for its tree if that was wished, reads the rest of the output,
   * writes what is owed, looks who lives on. The end itself is for the caller to write down.
   */
  readonly finish: () => Promise<AttendedEnd>;
};

/** Everything that goes on while a command runs: heartbeats, a look at its output, stop requests, limits. */
export function attend(run: AttendedRun, writer: JournalWriter): Attendance {
  const loose = new LooseJournal(writer);
  const tree = new RunTree(run.root);
  const stopping = new Stopping(tree);
  const stopAtLimit = (by: 'timeout' | 'output_limit', reason: string): void => {
    const request = { signal: 'SIGTERM', graceMs: run.graceMs, reason, by };
    loose.appendOrOwe('process.stop_requested', request);
    stopping.begin(request);
  };
  const readingHands: ReadingHands = {
    decided: (type, data) => loose.appendOrOwe(type, data),
    found: (data) => loose.append('process.warned', data),
    progressed: (data) => loose.append('process.progressed', data),
  };
  const { goneBytes: cutBytes, scannedFrom } = run.output;
  const reading = new LateReading(run, readingHands, Math.max(cutBytes, scannedFrom));
  const output = new OutputWatch(run.output, reading, run.limits, {
    warned: (data) => loose.append('process.warned', data),
    overLimit: (reason) => stopAtLimit('output_limit', reason),
  });
  const heartbeats = new Heartbeats(tree, run, output, (data) => loose.append('process.heartbeat', data));
  const stopWatch = new StopWatch(run.journal, run.id, writer.by, {
    looked: () => writer.tend(),
    asked: (request) => stopping.begin(request),
  });
  const onOver = (reason: string): void => stopAtLimit('timeout', reason);
  const timeLimit = startTimeLimit(run.timeoutMs, onOver, run.ranMs);
  const finish = async (): Promise<AttendedEnd> => {
    if (run.waitTree) await tree.ended();
    heartbeats.stop();
    timeLimit.cancel();
    const { elapsedMs: durationMs, usage } = heartbeats;
    await output.finish();
    await output.readSkipped();
    reading.end();
    await loose.payOwed(run.reserve);
    const leftRunning = await stopping.leftRunning();
    loose.reportLeftRunning(leftRunning);
    loose.reportDropped();
    void stopWatch.close();
    const { outputBytes, goneBytes } = output;
    const { first: stop } = stopping;
    return { outputBytes, goneBytes, durationMs, usage, leftRunning, stop, said: reading.said };
  };
  return { finish };
}
