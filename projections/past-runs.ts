import type { ProcessState } from './process-state.ts';
import type { ProgressMarks } from './progress-marks.ts';
import type { Verdict } from './verdict.ts';

/** A run as the journal tells it and as it was judged. */
export type JudgedRun = { readonly id: string; readonly state: ProcessState; readonly verdict: Verdict };

/** How far a run had come when; whole unless its first steps were done by the run that it resumes. */
export type Course = { readonly marks: ProgressMarks; readonly isWhole: boolean };

/** What a run that ended well says of those to come. */
export type PastRun = Course & { readonly totalMs: number };

export const fewestRuns = 2;
/** Older runs say less of the machine and the work of today. */
const runLimit = 20;

/**
 * The newest good runs of the same type that ended, for comparison; nothing is learned from a failure, which may end
 * anywhere. Where the same command ran often enough, others of the type say less.
 */
export function pastRunsOf({ id, state }: JudgedRun, others: readonly JudgedRun[]): PastRun[] {
  const { spec } = state;
  const asked = JSON.stringify(spec?.command);
  const good = others
    .filter((other) => other.id !== id && other.state.spec?.type === spec?.type)
    .filter(({ verdict }) => verdict.status === 'completed')
    .sort((a, b) => ((a.state.spec?.at ?? '') < (b.state.spec?.at ?? '') ? 1 : -1))
    .map((other) => ({ other, past: pastRunOf(other.state) }));
  const same = good.filter(({ other }) => JSON.stringify(other.state.spec?.command) === asked);
  const learned = [same, good].map((runs) => runs.map(({ past }) => past).filter((past) => past !== null));
  const [ofCommand = [], ofType = []] = learned;
  return (ofCommand.length >= fewestRuns ? ofCommand : ofType).slice(0, runLimit);
}

export function courseOf({ facts }: ProcessState): Course {
  const isWhole = facts.steps.every(({ status, startedAt }) => status !== 'finished' || startedAt !== null);
  return { marks: facts.marks, isWhole };
}

/** Null if no supervisor saw its end: then nobody measured it. */
function pastRunOf(state: ProcessState): PastRun | null {
  const { life } = state;
  if (life.phase !== 'ended' || life.ending.how !== 'exited') return null;
  const { durationMs: totalMs } = life.ending.data;
  const { marks, isWhole } = courseOf(state);
  return { totalMs, isWhole, marks: soundMarks(marks, totalMs) };
}

/** Marks that do not rise up to the end were spoiled by a clock that was set. */
function soundMarks({ clock, steps, percents }: ProgressMarks, totalMs: number): ProgressMarks {
  const rises = (marks: readonly (readonly [unknown, number])[]): boolean =>
    marks.every(([, ms], index) => ms >= (marks[index - 1]?.[1] ?? 0) && ms <= totalMs + slackMs);
  return { clock, steps: rises(steps) ? steps : [], percents: rises(percents) ? percents : [] };
}

/** An event is dated when it is written, a moment after what it tells of. */
const slackMs = 1000;
