import { runningOf } from './process-life.ts';
import type { ProcessState } from './process-state.ts';
import type { RunCourse } from './run-course.ts';
import type { Verdict } from './verdict.ts';
import { stepLabel } from './workflow-steps.ts';

/** A step of the latest attempt, and how long it took so far. */
export type StepTime = {
  /** What it is called by whoever compares runs: the id of a workflow's step, or the words that it was told with. */
  readonly step: string;
  readonly name: string;
  readonly index: number;
  readonly status: 'running' | 'finished' | 'failed' | 'skipped' | 'stopped';
  readonly durationMs: number | null;
};

/** The steps of a workflow as its runner tells them; else those that the output told of. */
export function stepTimesOf(
  state: ProcessState,
  verdict: Verdict,
  course: RunCourse,
  untilMs: number | null,
): StepTime[] {
  const unfinished = endOf(verdict);
  const since = (at: string | null, nextAt: string | null = null): number | null => {
    const endMs = nextAt === null ? untilMs : Date.parse(nextAt);
    return at === null || endMs === null ? null : Math.max(0, endMs - Date.parse(at));
  };
  if (state.facts.steps.length > 0) {
    return state.facts.steps.map(({ step, index, status, startedAt, durationMs }) => ({
      step,
      name: stepLabel(step),
      index,
      status: status === 'running' ? unfinished : status,
      durationMs: durationMs ?? (status === 'running' ? since(startedAt) : null),
    }));
  }
  return course.steps.map(({ step, label, startedAt }, place) => {
    const name = label ?? `step ${step}`;
    const next = course.steps[place + 1];
    const status = next === undefined ? unfinished : 'finished';
    return { step: name, name, index: step, status, durationMs: since(startedAt, next?.startedAt ?? null) };
  });
}

/** How long the latest attempt went on, or has gone on so far. */
export function attemptMsOf(state: ProcessState, untilMs: number | null): number | null {
  const { life } = state;
  if (life.phase === 'ended' && life.ending.how === 'exited') return life.ending.data.durationMs;
  const running = runningOf(life);
  return running === null || untilMs === null ? null : Math.max(0, untilMs - Date.parse(running.startedAt));
}

/** What an end makes of a step that nobody ended. */
function endOf({ status }: Verdict): StepTime['status'] {
  switch (status) {
    case 'completed':
      return 'finished';
    case 'running':
    case 'queued':
      return 'running';
    case 'stopped':
      return 'stopped';
    case 'failed':
    case 'rejected':
      return 'failed';
  }
}
