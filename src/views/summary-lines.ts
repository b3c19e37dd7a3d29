import type { SummaryJson } from '../../schemas/generated/types.ts';
import { formatMeasuredDuration } from '../base/duration.ts';
import { formatBytes } from '../base/size.ts';
import { safeText } from '../output/safe-text.ts';
import { tableLines } from './table.ts';

/** Key metrics of a run, a fact a line; what is unknown or did not happen is left out. */
export function summaryLines(one: SummaryJson): string[] {
  const rows: readonly (readonly [name: string, value: string | null])[] = [
    ['Duration', durationInWords(one)],
    ['In queue', one.queuedMs === null ? null : formatMeasuredDuration(one.queuedMs)],
    ['Attempts', one.attempts < 2 ? null : String(one.attempts)],
    ['Peak memory', one.peakMemoryBytes === null ? null : formatBytes(one.peakMemoryBytes)],
    ['Mean CPU', one.cpuPercent === null ? null : `${one.cpuPercent}%`],
    ['Output', outputInWords(one)],
    ['Error lines', one.errorLines === 0 ? null : String(one.errorLines)],
    ['Warnings', one.warnings === 0 ? null : String(one.warnings)],
    ['Stalls', one.stalls === 0 ? null : String(one.stalls)],
    ['Longest quiet', isWorthSaying(one.longestIdleMs) ? formatMeasuredDuration(one.longestIdleMs) : null],
    ['Heartbeats', one.heartbeats === 0 ? null : String(one.heartbeats)],
  ];
  const facts = rows.flatMap(([name, value]) => (value === null ? [] : [`${name}: ${value}`]));
  return [headline(one), ...facts, ...stepLines(one)];
}

const quietWorthSayingMs = 10_000;

function isWorthSaying(idleMs: number | null): idleMs is number {
  return idleMs !== null && idleMs >= quietWorthSayingMs;
}

function headline({ id, name, type, status, message, percent }: SummaryJson): string {
  const who = [id, name, type].filter((word) => word !== null).map((word) => safeText(word ?? ''));
  const howFar = status === 'running' && percent !== null ? `, ${Math.floor(percent)}%` : '';
  const why = message === null ? '' : `: ${safeText(message, { maxChars: 500 })}`;
  return `${who.join(' · ')}: ${status}${howFar}${why}`;
}

function durationInWords({ durationMs, status }: SummaryJson): string | null {
  if (durationMs === null) return null;
  const isGoing = status === 'running' || status === 'queued';
  return `${formatMeasuredDuration(durationMs)}${isGoing ? ' so far' : ''}`;
}

function outputInWords({ outputBytes, outputGoneBytes }: SummaryJson): string | null {
  if (outputBytes === null) return null;
  const gone = outputGoneBytes === 0 ? '' : ` (${formatBytes(outputGoneBytes)} of it cut off)`;
  return `${formatBytes(outputBytes)}${gone}`;
}

/** Each with its share of the time. */
function stepLines({ steps }: SummaryJson): string[] {
  if (steps.length === 0) return [];
  const rows = steps.map(({ index, name, status, durationMs, sharePercent }) => [
    `  ${index}`,
    safeText(name, { maxChars: 60 }),
    status,
    durationMs === null ? '-' : formatMeasuredDuration(durationMs),
    sharePercent === null ? '' : `${sharePercent}%`,
  ]);
  return ['Steps:', ...tableLines(rows)];
}
