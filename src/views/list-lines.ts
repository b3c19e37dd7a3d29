import type { ProcessJson } from '../../schemas/generated/types.ts';
import { formatDuration } from '../base/duration.ts';
import { safeText } from '../output/safe-text.ts';
import { formatMoment } from './moment.ts';
import { tableLines } from './table.ts';

/** A table of processes under its heading; one sentence where there are none. */
export function listLines(processes: readonly ProcessJson[], status: string, nowMs: number): string[] {
  const adjective = status === 'all' ? '' : `${status} `;
  if (processes.length === 0) return [`No ${adjective}background processes`];
  const heading = `${capitalised(adjective)}Background Processes (${processes.length}):`;
  const rows = processes.map((one) => [
    one.id,
    safeText(one.type ?? 'unknown', { maxChars: 30 }),
    one.status,
    one.progress.percent === null ? '-' : `${Math.floor(one.progress.percent)}%`,
    formatMoment(one.startedAt ?? one.launchedAt, nowMs) ?? '-',
    one.elapsedMs === null ? '-' : formatDuration(one.elapsedMs),
  ]);
  return [heading, ...tableLines([['ID', 'Type', 'Status', 'Progress', 'Started', 'Duration'], ...rows])];
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
