import type { ArchiveJson } from '../../schemas/generated/types.ts';
import { formatBytes } from '../base/size.ts';
import { safeText } from '../output/safe-text.ts';
import { formatMoment } from './moment.ts';
import { tableLines } from './table.ts';

/** What was archived, or would be; one sentence where there is nothing. */
export function archiveLines({ dryRun, archived, already, failed }: ArchiveJson, nowMs: number): string[] {
  const before = already.map((id) => `Process ${id} is archived already`);
  if (archived.length === 0) {
    const isSaid = before.length > 0 || failed.length > 0;
    return isSaid
      ? before
      : ['Nothing to archive: nothing that is not archived yet has ended, or has for long enough'];
  }
  const rows = archived.map((one) => [
    one.id,
    safeText(one.type ?? 'unknown', { maxChars: 30 }),
    one.status,
    formatMoment(one.endedAt, nowMs) ?? '-',
    ...(dryRun ? [] : [`${formatBytes(one.originalBytes ?? 0)} → ${formatBytes(one.archivedBytes ?? 0)}`]),
  ]);
  const noun = archived.length === 1 ? 'process' : 'processes';
  const head = ['ID', 'Type', 'Status', 'Ended', ...(dryRun ? [] : ['Journal'])];
  return [
    ...before,
    `${dryRun ? 'Would archive' : 'Archived'} ${archived.length} ${noun}:`,
    ...tableLines([head, ...rows]),
  ];
}
