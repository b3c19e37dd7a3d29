import type { ProcessCompletedData } from '../schemas/event.ts';
import type { ProcessState } from './process-state.ts';
import type { Verdict } from './verdict.ts';

export type Summary = ProcessCompletedData['summary'];

/** Key metrics of a run that has ended: what a verdict carries, and what `bg summary` shows. */
export function summaryOf(state: ProcessState, verdict: Verdict): Summary {
  const { facts, life, attempts } = state;
  const exit = life.phase === 'ended' && life.ending.how === 'exited' ? life.ending.data : null;
  return {
    durationMs: durationOf(state, verdict, exit?.durationMs ?? null),
    attempts,
    steps: facts.steps.slice(0, 200).map(({ step, status, durationMs }) => ({ step, status, durationMs })),
    peakMemoryBytes: facts.peakMemoryBytes,
    cpuPercent: exit?.usage.cpuPercent ?? null,
    outputBytes: facts.outputBytes,
    warnings: facts.warnings.length + facts.warningsDropped,
    errorLines: facts.output.errorLineCount,
  };
}

/** Of a single attempt by the clock of its supervisor; of several, or without its last word, by the wall clock. */
function durationOf(state: ProcessState, verdict: Verdict, measuredMs: number | null): number | null {
  if (measuredMs !== null && state.attempts <= 1) return measuredMs;
  if (state.firstStartedAt === null) return null;
  const until = verdict.endedAt ?? state.facts.lastHeartbeatAt;
  return until === null ? null : Math.max(0, Date.parse(until) - Date.parse(state.firstStartedAt));
}
