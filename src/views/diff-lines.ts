import type { DiffJson } from '../../schemas/generated/types.ts';
import { formatMeasuredDuration } from '../base/duration.ts';
import { formatBytes } from '../base/size.ts';
import { safeText } from '../output/safe-text.ts';
import { type DiffRow, diffRows, hasStepTimes } from './diff-rows.ts';
import { cutBoth } from './diff-words.ts';
import { formatMoment } from './moment.ts';
import { tableLines } from './table.ts';

export type DiffShowing = {
  readonly nowMs: number;
  readonly colours: boolean;
  /** Of the terminal; null where there is none. */
  readonly columns: number | null;
};

type Paint = (text: string) => string;

const widthWithoutTerminal = 120;
const leastCellChars = 20;

/** Two runs side by side: what differs, where their outputs part, and in one line what does not differ. */
export function diffLines(diff: DiffJson, showing: DiffShowing): string[] {
  const { colours } = showing;
  const red: Paint = (text) => (colours ? `\x1b[31m${text}\x1b[39m` : text);
  const green: Paint = (text) => (colours ? `\x1b[32m${text}\x1b[39m` : text);
  const rows = diffRows(diff);
  return [
    ...tableLines([...headRows(diff, showing), ...cellsOf(rows, showing, red, green)]),
    ...outputLines(diff.output, red, green),
    ...(diff.same ? [sameInWords(diff)] : alikeInWords(diff)),
  ];
}

function headRows({ a, b }: DiffJson, { nowMs }: DiffShowing): string[][] {
  const moment = (at: string | null): string => formatMoment(at, nowMs) ?? '-';
  return [
    ['', nameOf(a), nameOf(b)],
    ['Launched', moment(a.launchedAt), moment(b.launchedAt)],
    ['Took', tookInWords(a), tookInWords(b)],
  ];
}

function nameOf({ id, name, archived }: DiffJson['a']): string {
  const called = name === null ? '' : ` ${safeText(name, { maxChars: 30 })}`;
  return `${id}${called}${archived ? ' (archived)' : ''}`;
}

function tookInWords({ durationMs, status }: DiffJson['a']): string {
  if (durationMs === null) return '-';
  return `${formatMeasuredDuration(durationMs)}${status === 'running' || status === 'queued' ? ' so far' : ''}`;
}

/** How long they took stands above. */
function cellsOf(rows: readonly DiffRow[], { columns }: DiffShowing, red: Paint, green: Paint): string[][] {
  const shown = rows.filter(({ label }) => label !== 'Took');
  const labelChars = Math.max(0, ...shown.map(({ label }) => label.length));
  const changeChars = Math.max(0, ...shown.map(({ change }) => change.length));
  const width = (columns ?? widthWithoutTerminal) - labelChars - changeChars - 6;
  const cellChars = Math.max(leastCellChars, Math.floor(width / 2));
  return shown.map(({ label, a, b, change }) => {
    const [left, right] = cutBoth(a, b, cellChars);
    return [label, a === '-' ? left : red(left), b === '-' || b === '' ? right : green(right), change];
  });
}

function outputLines({ result, lines, a, b }: DiffJson['output'], red: Paint, green: Paint): string[] {
  if (result === 'not_comparable') return absenceLines(a, b);
  if (a.place === null || b.place === null) return [];
  const where = (place: NonNullable<typeof a.place>): string => `line ${place.line} (byte ${place.offset})`;
  const alike = lines === 1 ? '1 line is alike' : `${lines} lines are alike`;
  const shown = (text: string | null): string => (text === null ? '(its output ends here)' : safeText(text));
  return [
    '',
    `The outputs part at ${where(a.place)} and ${where(b.place)}; before that, ${alike}:`,
    ...a.place.before.map((line) => `    ${safeText(line)}`),
    red(`  - ${shown(a.place.text)}`),
    green(`  + ${shown(b.place.text)}`),
  ];
}

function absenceLines(a: DiffJson['output']['a'], b: DiffJson['output']['b']): string[] {
  if (a.state === 'not_started' && b.state === 'not_started') return [];
  const absences = [
    ['first', a],
    ['second', b],
  ] as const;
  const words = absences.flatMap(([which, { state, goneBytes }]) => {
    const why = absenceInWords(state, goneBytes);
    return why === null ? [] : [`that of the ${which} ${why}`];
  });
  return ['', `The outputs were not compared: ${words.join(', ')}`];
}

function absenceInWords(state: DiffJson['output']['a']['state'], goneBytes: number): string | null {
  switch (state) {
    case 'whole':
    case 'growing':
      return null;
    case 'truncated':
      return `has lost its first ${formatBytes(goneBytes)} to its limit`;
    case 'unreadable':
      return 'cannot be read';
    case 'missing':
      return 'is not there';
    case 'removed':
      return 'was removed';
    case 'not_started':
      return 'never began';
  }
}

function sameInWords({ relation, output }: DiffJson): string {
  if (relation === 'same_process') return 'No difference: it is the same process';
  return `No difference but times${output.result === 'same_so_far' ? ', so far' : ''}`;
}

const themeWords: Readonly<Record<DiffJson['alike'][number], string>> = {
  command: 'command',
  specification: 'what else was asked for',
  environment: 'names of the environment',
  configuration: 'configuration',
  git: 'git',
  versions: 'versions',
  machine: 'machine and user',
  steps: 'steps',
  warnings: 'warnings',
  outcome: 'outcome',
  output: 'output',
};

function alikeInWords(diff: DiffJson): string[] {
  const words = diff.alike.map((theme) => {
    if (theme === 'steps' && hasStepTimes(diff)) return 'steps but their times';
    return theme === 'output' && diff.output.result === 'same_so_far' ? 'output so far' : themeWords[theme];
  });
  return words.length === 0 ? [] : ['', `The same: ${words.join(', ')}`];
}
