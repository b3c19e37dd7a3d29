import type { CatalogueEvent, ReadEvent } from '../schemas/event.ts';
import { type Moment, momentOf } from './timeline.ts';

/** Load of the tree at a time since the launch, by the journal's wall clock; of several heartbeats the most. */
export type Load = {
  readonly sinceLaunchMs: number;
  readonly cpuPercent: number | null;
  readonly memoryBytes: number | null;
};

/** What a run looks like on one page, however long it was. */
export type RunPicture = {
  readonly loads: readonly Load[];
  /** What happened, heartbeats and mere progress aside: the first and the newest of it. */
  readonly first: readonly Moment[];
  readonly leftOut: number;
  readonly newest: readonly Moment[];
  /** From the launch to the last event. */
  readonly spanMs: number;
};

/** More points than a plot of that width can show; where there are more, each two neighbours become one. */
const loadLimit = 600;
const momentLimit = 200;

/** Second copies of events whose append was tried again are left out. Holds no more than it gives, however many come. */
export function runPicture(events: Iterable<ReadEvent>): RunPicture {
  let loads: Load[] = [];
  const first: Moment[] = [];
  const newest: Moment[] = [];
  let [leftOut, sequence, spanMs, launchedMs] = [0, 0, 0, Number.NaN];
  let last: ReadEvent['event'] | null = null;
  for (const read of events) {
    const { event } = read;
    sequence += 1;
    if (last?.by === event.by && last.n === event.n) continue;
    last = event;
    if (Number.isNaN(launchedMs)) launchedMs = Date.parse(event.at);
    const sinceLaunchMs = Math.max(0, Date.parse(event.at) - launchedMs);
    spanMs = Math.max(spanMs, sinceLaunchMs);
    if (read.known && read.event.type === 'process.heartbeat') {
      const { cpuPercent, memoryBytes } = read.event.data;
      loads.push({ sinceLaunchMs, cpuPercent, memoryBytes });
      if (loads.length > loadLimit) loads = halved(loads);
    } else if (!read.known || isWorthTelling(read.event)) {
      const moment = momentOf(read, sequence, launchedMs);
      if (first.length < momentLimit) first.push(moment);
      else if (newest.push(moment) > momentLimit) {
        newest.shift();
        leftOut += 1;
      }
    }
  }
  return { loads, first, leftOut, newest, spanMs };
}

/** A program may tell its progress a thousand times; its steps are told elsewhere. */
function isWorthTelling({ type }: CatalogueEvent): boolean {
  return type !== 'process.progressed';
}

function halved(loads: readonly Load[]): Load[] {
  const pairs = Array.from({ length: Math.ceil(loads.length / 2) }, (_, pair) =>
    loads.slice(2 * pair, 2 * pair + 2),
  );
  return pairs.flatMap(([one, other]) => {
    if (one === undefined) return [];
    if (other === undefined) return [one];
    return [
      {
        sinceLaunchMs: other.sinceLaunchMs,
        cpuPercent: most(one.cpuPercent, other.cpuPercent),
        memoryBytes: most(one.memoryBytes, other.memoryBytes),
      },
    ];
  });
}

function most(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.max(one, other);
}
