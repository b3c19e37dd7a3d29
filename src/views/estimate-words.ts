import type { Estimate } from '../../projections/estimate.ts';
import { formatDuration } from '../base/duration.ts';

/** `about 4m left (from 6 runs)`; null where nothing is known. An estimate has no more digits than it is worth. */
export function estimateInWords(estimate: Estimate | null): string | null {
  if (estimate === null) return null;
  const { etaMs, runs } = estimate;
  if (etaMs === null) return `unknown: it takes longer than each of ${runs} runs`;
  return `about ${formatDuration(rounded(etaMs))} left (from ${runs} runs)`;
}

const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;

function rounded(ms: number): number {
  const unitMs = unitOf(ms);
  return Math.max(secondMs, Math.round(ms / unitMs) * unitMs);
}

function unitOf(ms: number): number {
  if (ms < 10 * secondMs) return secondMs;
  if (ms < minuteMs) return 5 * secondMs;
  if (ms < hourMs) return minuteMs;
  return ms < 24 * hourMs ? 5 * minuteMs : hourMs;
}
