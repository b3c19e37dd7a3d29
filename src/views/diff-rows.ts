import { isMarked } from '../../projections/comparison-measures.ts';
import type { DiffJson } from '../../schemas/generated/types.ts';
import { formatMeasuredDuration } from '../base/duration.ts';
import { safeText } from '../output/safe-text.ts';
import { changeOf, labelOf, valueInWords } from './diff-words.ts';

/** A line of the table: what it is about, what each run has, and by how much the second has more or less. */
export type DiffRow = {
  readonly label: string;
  readonly a: string;
  readonly b: string;
  readonly change: string;
};

/** So many names or words are shown; the rest is counted, and `--json` has them all. */
const rowLimit = 12;

/** What differs, a row each; what does not is left out. */
export function diffRows(diff: DiffJson): DiffRow[] {
  return [
    ...fieldRows(diff, ['outcome']),
    ...wordRows(diff),
    ...fieldRows(diff, ['specification', 'configuration', 'git', 'versions', 'machine']),
    ...nameRows(diff),
    ...stepRows(diff),
    ...measureRows(diff),
    ...warningRows(diff),
  ];
}

/** Whether a step is shown for its time. */
export function hasStepTimes({ steps }: DiffJson): boolean {
  return steps.some(isOfOtherLength);
}

function isOfOtherLength({ a, b }: DiffJson['steps'][number]): boolean {
  return isMarked(a?.durationMs ?? null, b?.durationMs ?? null, 1000);
}

function fieldRows({ differences }: DiffJson, themes: readonly string[]): DiffRow[] {
  // A message says what the reason says, and more.
  const isWorded = differences.some(({ what }) => what === 'message');
  return differences
    .filter(({ theme, what }) => themes.includes(theme) && !(isWorded && what === 'reason'))
    .map(({ what, a, b }) => row(labelOf(what), valueInWords(what, a), valueInWords(what, b)));
}

function wordRows({ command }: DiffJson): DiffRow[] {
  return limited(
    command.map(({ placeA, placeB, a, b }) =>
      row(`Command word ${(placeA ?? placeB ?? 0) + 1}`, a ?? '-', b ?? '-'),
    ),
    'words',
  );
}

function nameRows({ environment: { onlyA, onlyB } }: DiffJson): DiffRow[] {
  const names = [
    ...onlyA.map((name) => row('Environment', name, '-')),
    ...onlyB.map((name) => row('Environment', '-', name)),
  ];
  return limited(names, 'names');
}

function stepRows({ steps, stepsReordered }: DiffJson): DiffRow[] {
  const rows = steps.flatMap((step) => {
    const { name, a, b, differs } = step;
    const isTimed = isOfOtherLength(step);
    if (!differs && !isTimed) return [];
    const label = safeText(`Step ${name}`, { maxChars: 30 });
    const change = isTimed ? changeOf('durationMs', a?.durationMs ?? null, b?.durationMs ?? null) : '';
    return [{ label, a: stepInWords(a), b: stepInWords(b), change }];
  });
  if (!stepsReordered) return limited(rows, 'steps');
  const orderOf = (side: 'a' | 'b'): string => {
    const there = steps.filter((step) => step[side] !== null);
    return there
      .sort((one, other) => (one[side]?.index ?? 0) - (other[side]?.index ?? 0))
      .map(({ name }) => name)
      .join(', ');
  };
  return [...limited(rows, 'steps'), row('Order of steps', orderOf('a'), orderOf('b'))];
}

function stepInWords(step: DiffJson['steps'][number]['a']): string {
  if (step === null) return '-';
  return `${step.status}${step.durationMs === null ? '' : ` ${formatMeasuredDuration(step.durationMs)}`}`;
}

function measureRows({ measures }: DiffJson): DiffRow[] {
  return measures
    .filter((measure) => measure.isMarked)
    .map(({ what, a, b }) => ({
      ...row(labelOf(what), valueInWords(what, a), valueInWords(what, b)),
      change: changeOf(what, a, b),
    }));
}

function warningRows({ warnings: { onlyA, onlyB } }: DiffJson): DiffRow[] {
  const rows = [
    ...onlyA.map(({ message }) => row('Warning', message, '-')),
    ...onlyB.map(({ message }) => row('Warning', '-', message)),
  ];
  return limited(rows, 'warnings');
}

function limited(rows: readonly DiffRow[], what: string): DiffRow[] {
  const more = rows.length - rowLimit;
  const [last] = rows;
  if (more <= 0 || last === undefined) return [...rows];
  return [...rows.slice(0, rowLimit), row(last.label.replace(/ \d+$/, ''), `… ${more} more ${what}`, '')];
}

function row(label: string, a: string, b: string): DiffRow {
  return { label, a, b, change: '' };
}
