import { commandLine } from '../../projections/command-line.ts';
import type { Estimate } from '../../projections/estimate.ts';
import { progressInWords } from '../../projections/timeline.ts';
import type { ProcessJson } from '../../schemas/generated/types.ts';
import { formatDuration } from '../base/duration.ts';
import { formatBytes } from '../base/size.ts';
import { safeText } from '../output/safe-text.ts';
import { estimateInWords } from './estimate-words.ts';
import { formatMoment } from './moment.ts';
import { silenceInWords } from './silence.ts';

export type Showing = {
  readonly nowMs: number;
  /** How long its output has been silent, where that is known. */
  readonly silentMs: number | null;
  /** How long it will still take, where that can be estimated. */
  readonly estimate: Estimate | null;
  /** Lines of its output that tell errors: how many there were, and the newest. */
  readonly errorLines: { readonly count: number; readonly newest: readonly string[] };
  /** The run that it repeats, and those that repeat it. */
  readonly links: { readonly rerunOf: string | null; readonly repeatedAs: readonly string[] };
  /** Turns an absolute path into the shortest that works from where the user is. */
  readonly shortPath: (path: string) => string;
};

/** More are in the output, where `bg logs` shows them. */
const errorLinesShown = 3;
const noticesShown = 6;

/** One process in full, a fact a line; lines whose fact is unknown are left out. */
export function statusLines(one: ProcessJson, showing: Showing): string[] {
  const rows: Row[] = [
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

type Row = readonly [name: string, value: string | null];

function furtherRows(one: ProcessJson, showing: Showing): Row[] {
  const { nowMs, shortPath } = showing;
  const { cpuPercent, memoryBytes, peakMemoryBytes, processes } = one.usage;
  const tree = processes === null || processes < 2 ? '' : ` (${processes} processes)`;
  const tags = Object.entries(one.tags).map(([key, value]) => `${key}=${value}`);
  return [
    ['ETA', estimateInWords(showing.estimate)],
    ['Name', one.name],
    ['Tags', tags.join(', ') || null],
    ['Rerun of', showing.links.rerunOf],
    ['Run again as', showing.links.repeatedAs.join(', ') || null],
    ['Attempt', one.attempt < 2 ? null : String(one.attempt)],
    ['Ended', one.endedAt === null ? null : formatMoment(one.endedAt, nowMs)],
    ['Exit code', one.exitCode === null ? null : String(one.exitCode)],
    ['Signal', one.signal],
    ['Reason', one.message],
    ['Health', one.health === 'healthy' || one.health === 'ended' ? null : one.health],
    ['Quiet', silenceInWords(showing.silentMs)],
    ...errorRows(showing),
    ['CPU', cpuPercent === null ? null : `${cpuPercent}%${tree}`],
    ['Memory', memoryBytes === null ? null : formatBytes(memoryBytes)],
    ['Peak memory', peakMemoryBytes === null ? null : formatBytes(peakMemoryBytes)],
    ...one.warnings.map((warning) => ['Warning', warning] as const),
    ['Told', toldInWords(one, nowMs)],
    ['Damaged', one.corruptLines === 0 ? null : damageWords(one.corruptLines)],
    ['Command', one.command.length === 0 ? null : commandLine(one.command)],
    ['Journal', shortPath(one.journal)],
    ['Because', one.because.map(({ type, offset }) => `${type} @${offset}`).join(', ') || null],
  ];
}

function errorRows({ errorLines: { count, newest } }: Showing): Row[] {
  if (count === 0) return [];
  const shown = newest.slice(-errorLinesShown).map((line) => ['Error', line.trim()] as const);
  return [['Errors', String(count)], ...shown];
}

/** Where it was told, and when; what was told before the end says what it was. */
function toldInWords({ notified }: ProcessJson, nowMs: number): string | null {
  const told = notified.slice(-noticesShown).map(({ kind, channel, at }) => {
    const what = kind === 'completed' || kind === 'failed' ? '' : ` (${kind})`;
    return `${channel} ${formatMoment(at, nowMs)}${what}`;
  });
  return told.join(', ') || null;
}

function damageWords(lines: number): string {
  const noun = lines === 1 ? 'line' : 'lines';
  return `${lines} ${noun} of its journal cannot be read`;
}
