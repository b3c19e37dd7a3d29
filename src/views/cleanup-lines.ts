import type { CleanupJson } from '../../schemas/generated/types.ts';
import { formatDuration } from '../base/duration.ts';
import { formatBytes } from '../base/size.ts';
import { safeText } from '../output/safe-text.ts';
import { formatMoment } from './moment.ts';
import { tableLines } from './table.ts';

/** What was removed, or would be; one sentence where there is nothing. */
export function cleanupLines(
  { dryRun, removed, failed }: CleanupJson,
  status: string,
  olderThanMs: number,
  nowMs: number,
): string[] {
  if (removed.length === 0) return failed.length > 0 ? [] : [nothing(status, olderThanMs)];
  const bytes = removed.reduce((sum, { outputBytes }) => sum + outputBytes, 0);
  const noun = removed.length === 1 ? 'process' : 'processes';
  const verb = dryRun ? 'Would remove' : 'Removed';
  const rows = removed.map((one) => [
    one.id,
    safeText(one.type ?? 'unknown', { maxChars: 30 }),
    one.status,
    formatMoment(one.endedAt, nowMs) ?? '-',
    formatBytes(one.outputBytes),
  ]);
  const archived = removed.filter((one) => one.archived !== null).length;
  return [
    `${verb} ${removed.length} ${noun} with ${formatBytes(bytes)} of output:`,
    ...tableLines([['ID', 'Type', 'Status', 'Ended', 'Output'], ...rows]),
    ...(archived === 0
      ? []
      : [`${archived === 1 ? 'Its journal is' : 'Their journals are'} kept in the history`]),
  ];
}

function nothing(status: string, olderThanMs: number): string {
  const adjective = status === 'all' ? '' : `${status} `;
  const age = olderThanMs === 0 ? 'there is' : `more than ${formatDuration(olderThanMs)} ago ended`;
  return `Nothing to clean up: ${age} no ${adjective}process`;
}
