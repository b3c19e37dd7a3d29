import type { ReadEvent } from '../schemas/event.ts';

/** What happened on the way of the latest attempt, which its state does not keep: it is asked for by few. */
export type RunCourse = {
  /** Of the whole run, those included that its archived journal no longer holds. */
  readonly heartbeats: number;
  /** Of the latest attempt, by the heartbeats that tell it. */
  readonly cpuPercentSum: number;
  readonly cpuSamples: number;
  /** Steps that the output or `bg emit` told of, in the order in which they began. */
  readonly steps: readonly ToldStep[];
  /** Whose event came last, to drop the second copy of one whose append was tried again. */
  readonly last: { readonly by: string; readonly n: number } | null;
};

export type ToldStep = { readonly step: number; readonly label: string | null; readonly startedAt: string };

/** What counts further than this counts files or tests, and no steps. */
const stepLimit = 200;

export const noCourse: RunCourse = { heartbeats: 0, cpuPercentSum: 0, cpuSamples: 0, steps: [], last: null };

export function courseOf(events: Iterable<ReadEvent>): RunCourse {
  let course = noCourse;
  for (const event of events) course = evolveCourse(course, event);
  return course;
}

export function evolveCourse(known: RunCourse, { known: isKnown, event }: ReadEvent): RunCourse {
  const { by, n } = event;
  if (known.last?.by === by && known.last.n === n) return known;
  const course = { ...known, last: { by, n } };
  if (!isKnown) return course;
  switch (event.type) {
    case 'process.started':
      return { ...course, cpuPercentSum: 0, cpuSamples: 0, steps: [] };
    case 'process.heartbeat': {
      const { cpuPercent } = event.data;
      const { heartbeats, cpuPercentSum, cpuSamples } = course;
      const counted = { ...course, heartbeats: heartbeats + 1 };
      if (cpuPercent === null) return counted;
      return { ...counted, cpuPercentSum: cpuPercentSum + cpuPercent, cpuSamples: cpuSamples + 1 };
    }
    case 'process.progressed':
      return { ...course, steps: withProgress(course.steps, event.at, event.data) };
    case 'journal.archived':
      return { ...course, heartbeats: course.heartbeats + event.data.dropped };
    default:
      return course;
  }
}

type Told = {
  readonly percent?: number;
  readonly step?: number;
  readonly steps?: number;
  readonly label?: string;
};

/** A step begins with its number; a counter of finished items (`[45/100]`) begins none. */
function withProgress(steps: readonly ToldStep[], at: string, told: Told): readonly ToldStep[] {
  const { step, label = null } = told;
  if (step === undefined) return steps;
  const last = steps.at(-1);
  if (last?.step === step) {
    if (last.label !== null || label === null) return steps;
    return [...steps.slice(0, -1), { ...last, label }];
  }
  if (isCounter(told) || steps.length >= stepLimit) return steps;
  return [...steps, { step, label, startedAt: at }];
}

function isCounter({ percent, step = 0, steps }: Told): boolean {
  if (steps === undefined) return false;
  if (steps > stepLimit) return true;
  return percent !== undefined && percent >= Math.floor((step / steps) * 1000) / 10;
}
