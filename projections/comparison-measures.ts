import type { DiffJson, SummaryJson } from '../schemas/generated/types.ts';
import { type Run, runSummary } from './run-summary.ts';

export type Measure = DiffJson['measures'][number];

/** A difference below this is a trifle, whatever the ratio. */
const trifles: Readonly<Record<Measure['what'], number>> = {
  durationMs: 1000,
  queuedMs: 5000,
  peakMemoryBytes: 16 * 1024 * 1024,
  cpuPercent: 10,
  outputBytes: 1024,
};

/** Two runs of the same are never as long to the millisecond: from half as much again on it is worth a word. */
const markedRatio = 1.5;

/** What was measured of two runs. It differs always, so it makes no two runs different. */
export function compareMeasures(a: Run, b: Run, nowMs: number): Measure[] {
  const [left, right] = [runSummary(a, nowMs), runSummary(b, nowMs)];
  const whats = ['durationMs', 'queuedMs', 'peakMemoryBytes', 'cpuPercent', 'outputBytes'] as const;
  return whats.map((what) => measureOf(what, left, right));
}

/** True if two times or sizes differ by half and more, and not by a trifle. */
export function isMarked(a: number | null, b: number | null, trifle: number): boolean {
  if (a === null || b === null || Math.abs(a - b) < trifle) return false;
  return Math.max(a, b) >= markedRatio * Math.min(a, b);
}

function measureOf(what: Measure['what'], left: SummaryJson, right: SummaryJson): Measure {
  const [a, b] = [left[what], right[what]];
  return { what, a, b, isMarked: isMarked(a, b, trifles[what]) };
}
