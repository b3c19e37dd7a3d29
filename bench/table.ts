import type { Verdict } from './budgets.ts';
import type { Case, Measurement, Row } from './case.ts';
import { median, quartiles } from './statistics.ts';

export type JudgedRow = { readonly row: Row; readonly measurement: Measurement; readonly verdict: Verdict };

/** The rows of one case, as a table in Markdown. */
export function tableOf({ name, asks }: Case, rows: readonly JudgedRow[]): string {
  const head = `| ${name} | median | half lies in | by CPU time | wanted | budget | |`;
  const lines = rows.map(
    ({ row, measurement, verdict }) => `| ${cells(row, measurement, verdict).join(' | ')} |`,
  );
  return [`${asks}:`, '', head, '| --- | --- | --- | --- | --- | --- | --- |', ...lines].join('\n');
}

function cells(row: Row, measurement: Measurement, verdict: Verdict): readonly string[] {
  const wanted =
    row.wanted === undefined ? '' : `${row.better === 'less' ? '≤' : '≥'} ${figure(row.wanted, row)}`;
  if ('missing' in measurement)
    return [row.says, '', '', '', wanted, '', `not measured: ${measurement.missing}`];
  const { values, byCpu, note } = measurement;
  return [
    row.says,
    figure(median(values), row),
    values.length < 2
      ? ''
      : quartiles(values)
          .map((value) => figure(value, row))
          .join(' to '),
    byCpu === undefined ? '' : figure(byCpu, row),
    wanted,
    'budget' in verdict ? figure(verdict.budget, row) : '',
    [word(row, verdict), note ?? ''].filter((text) => text !== '').join('; '),
  ];
}

/** A budget that is wider than what is wanted is said as it is. */
function word({ wanted }: Row, verdict: Verdict): string {
  if (verdict.is === 'worse') return '**worse**';
  if (verdict.is === 'missing') return verdict.why;
  if (verdict.is === 'shown') return verdict.why === undefined ? '' : `not held: ${verdict.why}`;
  return verdict.budget === wanted ? '' : 'not there yet';
}

/** Three digits say all that a measurement knows. */
function figure(value: number, { unit }: Row): string {
  const text = Math.abs(value) >= 1000 ? Math.round(value).toLocaleString('en') : plain(value);
  return unit === '' ? text : unit === '×' ? `${text} ×` : `${text} ${unit}`;
}

function plain(value: number): string {
  return String(Number(value.toPrecision(3)));
}
