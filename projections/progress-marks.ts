import type { CatalogueEvent } from '../schemas/event.ts';

/** When the latest attempt had come how far, in its own time: what one run is compared with others by. */
export type ProgressMarks = {
  /** At this moment of the wall clock it had run for so long. */
  readonly clock: { readonly at: string; readonly elapsedMs: number } | null;
  /** Steps, in the order in which they first began. */
  readonly steps: readonly StepMark[];
  /** Percents, rising: the first event that told so many. */
  readonly percents: readonly PercentMark[];
};

/** Of a workflow the id of the step; of what a program tells `3/9`: another total makes other steps. */
export type StepMark = readonly [step: string, elapsedMs: number];
export type PercentMark = readonly [percent: number, elapsedMs: number];

/** What counts further counts files or tests, and no steps: there the percent says more. */
const stepLimit = 64;

export const noMarks: ProgressMarks = { clock: null, steps: [], percents: [] };

/**
 * The time of an event is the wall clock's since the latest heartbeat, which tells how long the run takes by a clock
 * that nobody sets: so a clock that is set spoils the marks up to the next heartbeat and none after it.
 */
export function evolveMarks(marks: ProgressMarks, event: CatalogueEvent): ProgressMarks {
  switch (event.type) {
    case 'process.started':
      return { ...noMarks, clock: { at: event.at, elapsedMs: 0 } };
    case 'process.heartbeat':
      return {
        clock: { at: event.at, elapsedMs: event.data.elapsedMs },
        steps: marks.steps,
        percents: marks.percents,
      };
    case 'step.started':
      return withStep(marks, event.data.step, event.at);
    case 'process.progressed': {
      const { percent, step, steps } = event.data;
      const isStep = step !== undefined && steps !== undefined && steps <= stepLimit;
      const stepped = isStep ? withStep(marks, `${step}/${steps}`, event.at) : marks;
      return percent === undefined ? stepped : withPercent(stepped, percent, event.at);
    }
    default:
      return marks;
  }
}

/** How long the attempt has run at a moment; null before it began. */
export function elapsedAt({ clock }: ProgressMarks, atMs: number): number | null {
  return clock === null ? null : clock.elapsedMs + Math.max(0, Math.round(atMs - Date.parse(clock.at)));
}

/** Most events mark nothing new, and only those that do ask what time it was. */
function withStep(marks: ProgressMarks, step: string, at: string): ProgressMarks {
  const { steps } = marks;
  if (steps.length >= stepLimit || steps.some(([known]) => known === step)) return marks;
  const elapsedMs = elapsedAt(marks, Date.parse(at));
  return elapsedMs === null ? marks : { ...marks, steps: [...steps, [step, elapsedMs]] };
}

function withPercent(marks: ProgressMarks, percent: number, at: string): ProgressMarks {
  const whole = Math.floor(percent);
  const [last] = marks.percents.at(-1) ?? [-1];
  if (whole <= last) return marks;
  const elapsedMs = elapsedAt(marks, Date.parse(at));
  return elapsedMs === null ? marks : { ...marks, percents: [...marks.percents, [whole, elapsedMs]] };
}
