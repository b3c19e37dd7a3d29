import type { CatalogueEvent } from '../../schemas/event.ts';

/** One heartbeat of a run, as far as it decides which are kept. */
export type Beat = {
  readonly offset: number;
  readonly attempt: number;
  readonly elapsedMs: number;
  readonly memoryBytes: number;
  readonly cpuPercent: number;
  readonly idleMs: number;
};

/** Slices of a run's time; of each the highest and the lowest memory and the highest CPU are kept. */
const slices = 20;
/** As many as the slices may keep: fewer need no thinning. */
export const plotBeats = slices * 3;

export function beatOf(
  { data }: Extract<CatalogueEvent, { type: 'process.heartbeat' }>,
  offset: number,
  attempt: number,
): Beat {
  const { elapsedMs, memoryBytes, cpuPercent, idleMs } = data;
  const known = { memoryBytes: memoryBytes ?? -1, cpuPercent: cpuPercent ?? -1, idleMs: idleMs ?? -1 };
  return { offset, attempt, elapsedMs, ...known };
}

/**
 * Offsets of the heartbeats that a plot of memory and CPU needs: it keeps its shape and its peaks, and what is folded
 * from them stays (the last heartbeat of each attempt, the highest memory, the longest quiet). A run of a week has
 * 20,000 heartbeats; some 60 of them are kept, whatever it lasted. Of equals the first.
 */
export function plottedBeats(beats: readonly Beat[]): ReadonlySet<number> {
  if (beats.length <= plotBeats) return new Set(beats.map(({ offset }) => offset));
  const kept = [...endsOfAttempts(beats), ...slicesOf(beats).flatMap(marksOf), ...marksOf(beats)];
  return new Set([...kept, highest(beats, ({ idleMs }) => idleMs)].map(({ offset }) => offset));
}

function marksOf(beats: readonly Beat[]): Beat[] {
  return [
    highest(beats, ({ memoryBytes }) => memoryBytes),
    highest(beats, ({ memoryBytes }) => -memoryBytes),
    highest(beats, ({ cpuPercent }) => cpuPercent),
  ];
}

/** The first and the last of each. */
function endsOfAttempts(beats: readonly Beat[]): Beat[] {
  return beats.filter(
    ({ attempt }, index) => beats[index - 1]?.attempt !== attempt || beats[index + 1]?.attempt !== attempt,
  );
}

/** By a clock that ignores wall-clock jumps and goes on from attempt to attempt; slices without any are left out. */
function slicesOf(beats: readonly Beat[]): Beat[][] {
  const times = timesOf(beats);
  const lengthMs = Math.max(1, ...times.slice(-1));
  const bySlice: Beat[][] = Array.from({ length: slices }, () => []);
  for (const [index, beat] of beats.entries()) {
    const slice = Math.floor(((times[index] ?? 0) / lengthMs) * slices);
    bySlice[Math.min(slices - 1, Math.max(0, slice))]?.push(beat);
  }
  return bySlice.filter((slice) => slice.length > 0);
}

function timesOf(beats: readonly Beat[]): number[] {
  let beforeMs = 0;
  let previous: Beat | null = null;
  return beats.map((beat) => {
    if (previous !== null && previous.attempt !== beat.attempt) beforeMs += previous.elapsedMs;
    previous = beat;
    return beforeMs + beat.elapsedMs;
  });
}

function highest(beats: readonly Beat[], value: (beat: Beat) => number): Beat {
  const [first, ...others] = beats;
  if (first === undefined) throw new RangeError('no heartbeats');
  return others.reduce((best, beat) => (value(beat) > value(best) ? beat : best), first);
}
