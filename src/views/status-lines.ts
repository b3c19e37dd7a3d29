import { commandLine } from '../../projections/command-line.ts';
import { progressInWords } from '../../projections/timeline.ts';
import type { ProcessJson } from '../../schemas/generated/types.ts';
import { formatDuration } from '../base/duration.ts';
import { formatBytes } from '../base/size.ts';
import { safeText } from '../output/safe-text.ts';
import { formatMoment } from './moment.ts';

export type Showing = {
  readonly nowMs: number;
  /** Turns an absolute path into the shortest that works from where the user is. */
  readonly shortPath: (path: string) => string;
};

/** One process in full, a fact a line; lines whose fact is unknown are left out. */
export function statusLines(one: ProcessJson, showing: Showing): string[] {
  const rows: (readonly [string, string | null])[] = [
    ['Process ID', one.id],
    ['Type', one.type ?? 'unknown'],
    ['Status', one.status],
    ['Progress', progressInWords(one.progress) || null],
    [
      one.startedAt === null ? 'Launched' : 'Started',
      formatMoment(one.startedAt ?? one.launchedAt, showing.nowMs),
    ],
    ['Elapsed', one.elapsedMs === null ? null : formatDuration(one.elapsedMs)],
    ['Output', one.output === null ? null : showing.shortPath(one.output)],
    ...furtherRows(one, showing),
  ];
  return rows
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name}: ${safeText(value ?? '')}`);
}

function furtherRows(one: ProcessJson, { nowMs, shortPath }: Showing): (readonly [string, string | null])[] {
  const { cpuPercent, memoryBytes, peakMemoryBytes, processes } = one.usage;
  const tree = processes === null || processes < 2 ? '' : ` (${processes} processes)`;
  const tags = Object.entries(one.tags).map(([key, value]) => `${key}=${value}`);
  return [
    ['Name', one.name],
    ['Tags', tags.join(', ') || null],
    ['Ended', one.endedAt === null ? null : formatMoment(one.endedAt, nowMs)],
    ['Exit code', one.exitCode === null ? null : String(one.exitCode)],
    ['Signal', one.signal],
    ['Reason', one.message],
    ['Health', one.health === 'unsupervised' || one.health === 'unknown' ? one.health : null],
    ['CPU', cpuPercent === null ? null : `${cpuPercent}%${tree}`],
    ['Memory', memoryBytes === null ? null : formatBytes(memoryBytes)],
    ['Peak memory', peakMemoryBytes === null ? null : formatBytes(peakMemoryBytes)],
    ...one.warnings.map((warning) => ['Warning', warning] as const),
    ['Damaged', one.corruptLines === 0 ? null : `${one.corruptLines} lines of its journal cannot be read`],
    ['Command', one.command.length === 0 ? null : commandLine(one.command)],
    ['Journal', shortPath(one.journal)],
    ['Because', one.because.map(({ type, offset }) => `${type} @${offset}`).join(', ') || null],
  ];
}
