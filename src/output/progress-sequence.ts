import type { Progress, ProgressReading } from './progress-line.ts';
import { percentBefore, percentWithin } from './progress-number.ts';

/** What is known so far. Readings form sequences; within one the percentage never goes backwards. */
export type ProgressState = {
  readonly current: Progress;
  /** Once a run speaks for itself, everything else it prints is ignored. */
  readonly isExplicit: boolean;
  /** The program took its progress away: what comes next may start lower. */
  readonly isRemoved: boolean;
};

export const NO_PROGRESS: ProgressState = { current: {}, isExplicit: false, isRemoved: false };

/**
 * Takes one reading in. A new sequence begins when
 * - the number of steps is another one, or a step is beyond it;
 * - step 1 comes again after the last step (without a known total: after any later step);
 * - without known steps, the percentage falls after 100, or after the program took it away;
 * - the first explicit line arrives.
 * A lower step in between is ignored. A bar inside step 5 of 10 at 45 % is (4 + 0.45) / 10, at most 99.9 % before the
 * last step has ended; it keeps the step's label. Explicit lines and the user's pattern say the percentage of the
 * whole: it is taken as it is, also lower when the step is a higher one. Unchanged state: the same object.
 */
export function advanceProgress(state: ProgressState, reading: ProgressReading): ProgressState {
  const isExplicit = reading.source === 'explicit';
  if (state.isExplicit && !isExplicit) return state;
  if (Object.keys(reading.progress).length === 0)
    return state.isRemoved ? state : { ...state, isRemoved: true };
  const isFirstWord = isExplicit && !state.isExplicit;
  const current = isFirstWord || beginsSequence(state, reading) ? reading.progress : merged(state, reading);
  if (current === null) return state;
  return { current, isExplicit, isRemoved: false };
}

function beginsSequence({ current }: ProgressState, { progress }: ProgressReading): boolean {
  const { step, steps } = progress;
  if (steps !== undefined && steps !== current.steps) return true;
  if (step === undefined || current.step === undefined) return false;
  if (current.steps === undefined) return step === 1 && current.step > 1;
  if (step > current.steps) return true;
  const isAtEnd = current.step === current.steps && (current.step > 1 || current.percent === 100);
  return step === 1 && isAtEnd;
}

function merged(state: ProgressState, reading: ProgressReading): Progress | null {
  if (reading.progress.step !== undefined) return withStep(state.current, reading, reading.progress.step);
  const isWhole = reading.source === 'explicit' || reading.source === 'pattern';
  return isWhole ? withWhole(state, reading.progress) : withBar(state, reading);
}

function withStep(current: Progress, { kind, progress }: ProgressReading, step: number): Progress | null {
  if (current.step !== undefined && step < current.step) return null;
  const isHigher = step !== current.step;
  const steps = progress.steps ?? current.steps;
  const { percent: before, label: oldLabel, ...rest } = current;
  const said = progress.percent ?? (steps === undefined ? undefined : percentBefore(step, steps));
  const isPrinted = kind === 'percent' && progress.percent !== undefined;
  // Steps without a total say nothing about the whole: the percentage was that of the step that is over.
  const isFree = isHigher && (isPrinted || steps === undefined);
  const percent = isFree ? said : higher(before, said);
  const label = progress.label ?? (isHigher ? undefined : oldLabel);
  return present({ ...rest, step, steps, percent, label });
}

function withWhole(state: ProgressState, progress: Progress): Progress {
  const { current } = state;
  const percent = mayFall(state)
    ? (progress.percent ?? current.percent)
    : higher(current.percent, progress.percent);
  return present({ ...current, percent, label: progress.label ?? current.label });
}

/** A bar or a counter: part of the step that is known, or one of several bars in a row. */
function withBar(state: ProgressState, { progress, countsTo }: ProgressReading): Progress | null {
  const { current } = state;
  const { step, steps } = current;
  const said = progress.percent ?? 0;
  const isInner = step !== undefined && steps !== undefined && countsTo !== steps;
  const percent = isInner ? percentWithin(step, steps, said) : said;
  const isLower = current.percent !== undefined && percent < current.percent;
  if (isLower && !mayFall(state)) return null;
  const kept = step !== undefined || !isLower ? current.label : undefined;
  const label = step === undefined ? (progress.label ?? kept) : (kept ?? progress.label);
  return present({ ...current, percent, label });
}

function mayFall({ current, isRemoved }: ProgressState): boolean {
  return current.steps === undefined && (isRemoved || current.percent === 100);
}

function higher(a: number | undefined, b: number | undefined): number | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return Math.max(a, b);
}

type Loose = { readonly [Key in keyof Progress]: Progress[Key] | undefined };

function present({ percent, step, steps, label }: Loose): Progress {
  return {
    ...(percent === undefined ? {} : { percent }),
    ...(step === undefined ? {} : { step }),
    ...(steps === undefined ? {} : { steps }),
    ...(label === undefined ? {} : { label }),
  };
}
