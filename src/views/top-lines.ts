import stringWidth from 'string-width';
import type { ProcessJson } from '../../schemas/generated/types.ts';
import { formatDuration } from '../base/duration.ts';
import { formatBytes } from '../base/size.ts';
import { safeText } from '../output/safe-text.ts';
import { formatMoment } from './moment.ts';
import { silenceInWords } from './silence.ts';
import { tableLines } from './table.ts';

export type TopRow = {
  readonly process: ProcessJson;
  /** Of the whole tree, now. */
  readonly cpuPercent: number | null;
  readonly memoryBytes: number | null;
  readonly silentMs: number | null;
};

export type TopTable = {
  readonly rows: readonly TopRow[];
  readonly chosen: string | null;
  /** Whether a watcher runs, in words. */
  readonly watcher: string;
  /** What a key is to answer: above all, where it is seen on the smallest screen. */
  readonly question: string | null;
  /** What became of the last thing that was asked for. */
  readonly message: string | null;
  readonly nowMs: number;
};

export type TopStyle = { readonly rows: number; readonly colours: boolean };

const headings = [
  '  ID',
  'Name',
  'Type',
  'Status',
  'Progress',
  'CPU',
  'Memory',
  'Started',
  'Duration',
  'Remark',
];
/** Heading, blank, table heading; blank, message, keys. */
const frameRows = 6;

/** What runs, full screen: the chosen one is marked, and stays in sight. */
export function topLines(table: TopTable, style: TopStyle): string[] {
  const { rows, chosen, watcher, question, message, nowMs } = table;
  const going = rows.filter(
    ({ process }) => process.status === 'running' || process.status === 'queued',
  ).length;
  const place = Math.max(
    0,
    rows.findIndex(({ process }) => process.id === chosen),
  );
  const room = Math.max(1, style.rows - frameRows);
  const from = Math.min(Math.max(0, rows.length - room), Math.max(0, place - room + 1));
  const [head = '', ...lines] = tableLines([headings, ...rows.map((row) => cellsOf(row, nowMs))]);
  const shown = lines
    .slice(from, from + room)
    .map((line, index) => marked(line, from + index === place, style));
  const hidden = rows.length - shown.length;
  return [
    question ?? `${going} running or waiting${hidden === 0 ? '' : ` (${hidden} more rows)`} · ${watcher}`,
    '',
    rows.length === 0 ? 'No running background processes' : head,
    ...shown,
    '',
    message ?? '',
    rows.length === 0 ? 'q: quit' : '↑↓: choose · l: output · w: why · s: stop · q: quit',
  ];
}

/** One process on the whole screen, from a line on; `keys` say how to go on. */
export function topPane(title: string, lines: readonly string[], keys: string, { rows }: TopStyle): string[] {
  return [title, '', ...lines.slice(0, paneRoom(rows)).map(withoutTabs), '', keys];
}

/** Lines of a pane between its title and its keys. */
export function paneRoom(rows: number): number {
  return Math.max(1, rows - 4);
}

/** A tab moves the cursor and draws nothing: what stood there before would show through. */
function withoutTabs(line: string): string {
  return line
    .split('\t')
    .reduce(
      (before, after) => `${before}${' '.repeat(tabColumns - (stringWidth(before) % tabColumns))}${after}`,
    );
}

const tabColumns = 8;

function cellsOf({ process, cpuPercent, memoryBytes, silentMs }: TopRow, nowMs: number): string[] {
  const { id, name, type, status, progress, startedAt, launchedAt, elapsedMs } = process;
  return [
    `  ${id}`,
    safeText(name ?? '-', { maxChars: 20 }),
    safeText(type ?? 'unknown', { maxChars: 20 }),
    status,
    progress.percent === null ? '-' : `${Math.floor(progress.percent)}%`,
    cpuPercent === null ? '-' : `${Math.round(cpuPercent)}%`,
    memoryBytes === null ? '-' : formatBytes(memoryBytes),
    formatMoment(startedAt ?? launchedAt, nowMs) ?? '-',
    elapsedMs === null ? '-' : formatDuration(elapsedMs),
    remarkOn(process, silentMs),
  ];
}

function remarkOn(
  { status, health, message, attempt, progress }: ProcessJson,
  silentMs: number | null,
): string {
  const isOver = status !== 'running' && status !== 'queued';
  return [
    health === 'stalled' || health === 'unsupervised' ? health : null,
    silenceInWords(silentMs),
    isOver || status === 'queued' ? message : null,
    attempt < 2 ? null : `attempt ${attempt}`,
    isOver ? null : progress.label,
  ]
    .flatMap((remark) => (remark === null ? [] : [safeText(remark, { maxChars: 60 })]))
    .join(', ');
}

function marked(line: string, isChosen: boolean, { colours }: TopStyle): string {
  if (!isChosen) return line;
  const pointed = `>${line.slice(1)}`;
  return colours ? `\x1b[7m${pointed}\x1b[27m` : pointed;
}
