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
  /** From the launch to its end, or its last sign of life; what was told of it later is not in it. */
  readonly spanMs: number;
};

/** More points than a plot of that width can show; where there are more, neighbours become one. Even: pairs are made of them. */
const loadLimit = 600;
const momentLimit = 200;

/** Second copies of events whose append was tried again are left out. Holds no more than it gives, however many come. */
export function runPicture(events: Iterable<ReadEvent>): RunPicture {
  const loads = new Loads();
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
    if (read.known && isOfItsLife(read.event)) spanMs = Math.max(spanMs, sinceLaunchMs);
    if (read.known && read.event.type === 'process.heartbeat') {
      const { cpuPercent, memoryBytes } = read.event.data;
      loads.add({ sinceLaunchMs, cpuPercent, memoryBytes });
    } else if (!read.known || isWorthTelling(read.event)) {
      const moment = momentOf(read, sequence, launchedMs);
      if (first.length < momentLimit) first.push(moment);
      else if (newest.push(moment) > momentLimit) {
        newest.shift();
        leftOut += 1;
      }
    }
  }
  return { loads: loads.all, first, leftOut, newest, spanMs };
}

function isOfItsLife({ type, by }: CatalogueEvent): boolean {
  return by.startsWith('supervisor') || type === 'process.heartbeat' || type === 'process.lost';
}

/** A program may tell its progress a thousand times; its steps are told elsewhere. */
function isWorthTelling({ type }: CatalogueEvent): boolean {
  return type !== 'process.progressed';
}

/** Every stretch of the run has as many points: what comes later is gathered as what came before has been. */
class Loads {
  #full: Load[] = [];
  #open: Load | null = null;
  #inOpen = 0;
  #stride = 1;

  add(load: Load): void {
    this.#open = this.#open === null ? load : together(this.#open, load);
    this.#inOpen += 1;
    if (this.#inOpen < this.#stride) return;
    this.#full.push(this.#open);
    this.#open = null;
    this.#inOpen = 0;
    if (this.#full.length < loadLimit) return;
    this.#full = pairsOf(this.#full);
    this.#stride *= 2;
  }

  get all(): Load[] {
    return this.#open === null ? this.#full : [...this.#full, this.#open];
  }
}

function pairsOf(loads: readonly Load[]): Load[] {
  return loads.flatMap((load, index) => {
    const next = loads[index + 1];
    if (index % 2 === 1) return [];
    return [next === undefined ? load : together(load, next)];
  });
}

function together(one: Load, other: Load): Load {
  return {
    sinceLaunchMs: other.sinceLaunchMs,
    cpuPercent: most(one.cpuPercent, other.cpuPercent),
    memoryBytes: most(one.memoryBytes, other.memoryBytes),
  };
}

function most(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.max(one, other);
}
