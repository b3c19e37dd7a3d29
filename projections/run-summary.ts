import type { SummaryJson } from '../schemas/generated/types.ts';
import type { ProcessState } from './process-state.ts';
import type { RunCourse } from './run-course.ts';
import { attemptMsOf, type StepTime, stepTimesOf } from './step-times.ts';
import { summaryOf } from './summary.ts';
import type { Verdict } from './verdict.ts';

/** A run with all that can be read of it. */
export type Run = {
  readonly id: string;
  readonly state: ProcessState;
  readonly verdict: Verdict;
  readonly course: RunCourse;
};

/** Key metrics of a run: in all where it has ended, so far where it has not. */
export function runSummary(run: Run, nowMs: number): SummaryJson {
  const { id, state, verdict } = run;
  const { spec, facts } = state;
  const metrics = summaryOf(state, verdict);
  return {
    id,
    name: spec?.name ?? null,
    type: spec?.type ?? null,
    status: verdict.status,
    reason: verdict.reason,
    message: verdict.message,
    launchedAt: spec?.at ?? null,
    startedAt: state.firstStartedAt,
    endedAt: verdict.endedAt,
    durationMs: isOver(verdict) ? metrics.durationMs : sinceMs(state.firstStartedAt, nowMs),
    queuedMs: queuedMs(run, nowMs),
    attempts: metrics.attempts,
    retries: Math.max(0, metrics.attempts - 1),
    percent: facts.progress.percent,
    steps: stepShares(run, nowMs),
    peakMemoryBytes: metrics.peakMemoryBytes,
    cpuPercent: meanCpuPercent(run),
    outputBytes: metrics.outputBytes,
    outputGoneBytes: facts.outputGoneBytes,
    warnings: metrics.warnings,
    errorLines: metrics.errorLines,
    heartbeats: run.course.heartbeats,
    stalls: facts.quiet.stalls,
    longestIdleMs: facts.quiet.longestIdleMs,
  };
}

/** The steps of the latest attempt, with how long each took. */
export function stepsOf({ state, verdict, course }: Run, nowMs: number): StepTime[] {
  return stepTimesOf(state, verdict, course, endMsOf(state, verdict, nowMs));
}

/** Until when it went on: its end, the last sign of one whose end nobody saw, or now. */
export function endMsOf(state: ProcessState, verdict: Verdict, nowMs: number): number | null {
  if (!isOver(verdict)) return nowMs;
  const at = verdict.endedAt ?? state.facts.lastHeartbeatAt;
  return at === null ? null : Date.parse(at);
}

export function meanCpuPercent({ state, course }: Run): number | null {
  const { life } = state;
  const told = life.phase === 'ended' && life.ending.how === 'exited' ? life.ending.data.usage : null;
  if (told !== null) return told.cpuPercent;
  return course.cpuSamples === 0 ? null : Math.round((course.cpuPercentSum / course.cpuSamples) * 10) / 10;
}

export function isOver({ health, status }: Verdict): boolean {
  return health === 'ended' || (status !== 'running' && status !== 'queued');
}

function stepShares(run: Run, nowMs: number): SummaryJson['steps'] {
  const { state, verdict } = run;
  const wholeMs = attemptMsOf(state, endMsOf(state, verdict, nowMs));
  return stepsOf(run, nowMs)
    .slice(0, 200)
    .map(({ step, name, index, status, durationMs }) => {
      const isKnown = durationMs !== null && wholeMs !== null && wholeMs > 0;
      const sharePercent = isKnown ? Math.min(100, Math.round((durationMs / wholeMs) * 1000) / 10) : null;
      return { step, name, index, status, durationMs, sharePercent };
    });
}

/** From the launch to the first start: the wait for a slot or for another process, and what a start takes. */
function queuedMs({ state, verdict }: Run, nowMs: number): number | null {
  const { spec, firstStartedAt } = state;
  if (spec === null || verdict.status === 'rejected') return null;
  if (firstStartedAt !== null) return sinceMs(spec.at, Date.parse(firstStartedAt));
  return isOver(verdict) ? null : sinceMs(spec.at, nowMs);
}

function sinceMs(at: string | null, untilMs: number): number | null {
  return at === null ? null : Math.max(0, Math.round(untilMs - Date.parse(at)));
}
