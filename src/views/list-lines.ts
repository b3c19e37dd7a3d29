import type { Estimate } from '../../projections/estimate.ts';
import type { ProcessJson } from '../../schemas/generated/types.ts';
import { formatDuration } from '../base/duration.ts';
import { safeText } from '../output/safe-text.ts';
import { estimateInWords } from './estimate-words.ts';
import { formatMoment } from './moment.ts';
import { silenceInWords } from './silence.ts';
import { layOut, widthsFor } from './table-layout.ts';

const headings = ['ID', 'Type', 'Status', 'Progress', 'Started', 'Duration'];

/** What is known of a list beside the JSON form of its processes. */
export type ListBackground = {
  /** How long the output of a process has been silent, where that is known. */
  readonly silentMsOf?: (id: string) => number | null;
  /** How long a process will still take, where that can be estimated. */
  readonly estimateFor?: (id: string) => Estimate | null;
  /** The moment of the past that it shows. */
  readonly at?: string | null;
};

/**
 * A table of processes under its heading; one sentence where there are none. What is worth a remark has it behind: a
 * last column that is there only if somebody needs it.
 */
export async function listLines(
  processes: readonly ProcessJson[],
  status: string,
  nowMs: number,
  { silentMsOf = () => null, estimateFor = () => null, at = null }: ListBackground = {},
): Promise<string[]> {
  const adjective = status === 'all' ? '' : `${status} `;
  const then = at === null ? '' : ` at ${formatMoment(at, nowMs)}`;
  if (processes.length === 0) return [`No ${adjective}background processes${then}`];
  const heading = `${capitalised(adjective)}Background Processes${then} (${processes.length}):`;
  const remarks = processes.map((one) => remarkOn(one, silentMsOf(one.id), estimateFor(one.id)));
  const rows = processes.map((one, index) => [
    one.id,
    safeText(one.type ?? 'unknown', { maxChars: 30 }),
    one.status,
    one.progress.percent === null ? '-' : `${Math.floor(one.progress.percent)}%`,
    formatMoment(one.startedAt ?? one.launchedAt, nowMs) ?? '-',
    one.elapsedMs === null ? '-' : formatDuration(one.elapsedMs),
    remarks[index] ?? '',
  ]);
  const head = [...headings, ...(remarks.some((remark) => remark !== '') ? ['Remark'] : [])];
  const table = [head, ...rows];
  return [heading, ...layOut(table, await widthsFor(table))];
}

/** What is otherwise than one would think of a process of this status. */
function remarkOn(one: ProcessJson, silentMs: number | null, estimate: Estimate | null): string {
  const isWaiting = one.status === 'queued' && one.message !== null && one.message !== 'being started';
  return [
    one.health === 'stalled' || one.health === 'unsupervised' ? one.health : null,
    one.corruptLines > 0 ? 'damaged' : null,
    silenceInWords(silentMs),
    isWaiting ? safeText(one.message ?? '', { maxChars: 60 }) : null,
    one.attempt < 2 ? null : `attempt ${one.attempt}`,
    // That it takes longer than ever is for whoever asks for it alone.
    estimate?.etaMs == null ? null : estimateInWords(estimate),
  ]
    .filter((remark) => remark !== null)
    .join(', ');
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
