import type { MomentMark } from '../../projections/moment-marks.ts';
import { formatDuration } from '../base/duration.ts';
import { formatBytes } from '../base/size.ts';

/** `(now failed; took 6s, 12.5% CPU, 3.0 MiB at most)`; null where nothing stands out. */
export function marksInWords(marks: readonly MomentMark[]): string | null {
  return marks.length === 0 ? null : `(${marks.map(inWords).join('; ')})`;
}

function inWords(one: MomentMark): string {
  switch (one.mark) {
    case 'status':
      return `now ${one.status}`;
    case 'most_memory':
      return 'most memory so far';
    case 'took':
      return [
        `took ${formatDuration(one.durationMs)}`,
        one.cpuPercent === null ? null : `${one.cpuPercent}% CPU`,
        one.peakMemoryBytes === null ? null : `${formatBytes(one.peakMemoryBytes)} at most`,
      ]
        .filter((part) => part !== null)
        .join(', ');
    case 'copy':
      return 'a second copy, which changes nothing';
  }
}
