import type { DataOf } from '../../schemas/event.ts';
import { startTimeLimit } from '../base/time-limit.ts';
import type { JournalWriter } from '../journal/journal-writer.ts';
import type { ProcessRow } from '../process/identity.ts';
import type { TreeRoot } from '../process/tree.ts';
import { Heartbeats } from './heartbeats.ts';
import { LooseJournal } from './loose-journal.ts';
import { type OutputLimits, OutputWatch } from './output-watch.ts';
import { progressScannerFor } from './progress-scanner-for.ts';
import { StopWatch } from './stop-watch.ts';
import { Stopping } from './stopping.ts';

/** A command that runs, and what was promised for it; whether whoever attends to it started it makes no difference. */
export type AttendedRun = {
  readonly id: string;
  readonly journal: string;
  readonly root: TreeRoot;
  readonly output: AttendedOutput;
  readonly heartbeatMs: number;
  /** Of the whole run; null is no limit. */
  readonly timeoutMs: number | null;
  /** How long it had run already when attending began. */
  readonly ranMs: number;
  /** Between the signal and SIGKILL when a limit stops it. */
  readonly graceMs: number;
  readonly limits: OutputLimits;
  readonly progressPattern: string | null;
  readonly isEngine: boolean;
  /** Given back when the disk is full. */
  readonly reserve: string;
};

export type AttendedOutput = {
  readonly path: string;
  /** Open for reading at least; closed by whoever opened it. */
  readonly fd: number;
  /** Oldest bytes that went already. */
  readonly goneBytes: number;
  /** Where a line begins, in all that was ever written: what lies before it was read already. */
  readonly scannedFrom: number;
};

/** What only the one who attended to the end knows. */
export type AttendedEnd = Pick<DataOf<'process.exited'>, 'outputBytes' | 'durationMs' | 'usage'> & {
  readonly goneBytes: number;
  readonly leftRunning: readonly ProcessRow[];
};

export type Attendance = {
  /** To be called when the command has ended: reads the rest, writes what is owed, looks who of its tree lives on. */
  readonly finish: () => Promise<AttendedEnd>;
};

/** Everything that goes on while a command runs: heartbeats, a look at its output, stop requests, limits. */
export function attend(run: AttendedRun, writer: JournalWriter): Attendance {
  const loose = new LooseJournal(writer);
  const stopping = new Stopping(run.root);
  const stopAtLimit = (by: 'timeout' | 'output_limit', reason: string): void => {
    const request = { signal: 'SIGTERM', graceMs: run.graceMs, reason, by };
    loose.appendOrOwe(request);
    stopping.begin(request);
  };
  const warned = (data: DataOf<'process.warned'>): void => loose.append('process.warned', data);
  const output = new OutputWatch(run.output, progressScannerFor(run, warned), run.limits, {
    progressed: (data) => loose.append('process.progressed', data),
    warned,
    overLimit: (reason) => stopAtLimit('output_limit', reason),
  });
  const heartbeats = new Heartbeats(run, output, (data) => loose.append('process.heartbeat', data));
  const stopWatch = new StopWatch(run.journal, run.id, writer.by, (request) => stopping.begin(request));
  const onOver = (reason: string): void => stopAtLimit('timeout', reason);
  const timeLimit = startTimeLimit(run.timeoutMs, onOver, run.ranMs);
  const finish = async (): Promise<AttendedEnd> => {
    heartbeats.stop();
    timeLimit.cancel();
    const { elapsedMs: durationMs, usage } = heartbeats;
    await output.finish();
    await loose.payOwed(run.reserve);
    const leftRunning = await stopping.leftRunning();
    loose.reportLeftRunning(leftRunning);
    loose.reportDropped();
    void stopWatch.close();
    const { outputBytes, goneBytes } = output;
    return { outputBytes, goneBytes, durationMs, usage, leftRunning };
  };
  return { finish };
}
