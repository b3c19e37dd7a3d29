import type { Measurement, Row } from './case.ts';
import { median } from './statistics.ts';

/** By the key of the row: a median that is worse fails. */
export type Budgets = Readonly<Record<string, number>>;

export type Verdict =
  | { readonly is: 'good' | 'worse'; readonly budget: number; readonly measured: number }
  | { readonly is: 'missing'; readonly why: string }
  /** Nothing is wanted of it, or not on this machine. */
  | { readonly is: 'shown'; readonly measured: number; readonly why?: string };

/** How far a figure that is not reached yet may lie beside the one that was measured: a machine has better days. */
const margin = 1.15;

export function judge(row: Row, measurement: Measurement, budgets: Budgets): Verdict {
  if ('missing' in measurement) return { is: 'missing', why: measurement.missing };
  const measured = median(measurement.values);
  if (row.wanted === undefined) return { is: 'shown', measured };
  if (measurement.unheld !== undefined) return { is: 'shown', measured, why: measurement.unheld };
  const budget = budgets[row.key];
  if (budget === undefined) return { is: 'missing', why: 'no budget is recorded for it' };
  // Whatever was measured of nothing is no number, and that is within no budget.
  return { is: isWithin(row, measured, budget) ? 'good' : 'worse', budget, measured };
}

/** What is wanted where that is reached; else what was measured, and the margin. None for what is only shown. */
export function budgetFor(row: Row, measurement: Measurement): number | undefined {
  if ('missing' in measurement || row.wanted === undefined || measurement.unheld !== undefined)
    return undefined;
  const measured = median(measurement.values);
  if (isWithin(row, measured, row.wanted)) return row.wanted;
  return Number((row.better === 'less' ? measured * margin : measured / margin).toPrecision(3));
}

/** A line for each row that is not as it should be. */
export function complaints(judged: ReadonlyArray<readonly [Row, Verdict]>): string[] {
  return judged.flatMap(([row, verdict]) => {
    if (verdict.is === 'worse') {
      const than = row.better === 'less' ? 'more' : 'less';
      return [
        `${row.key}: ${verdict.measured.toPrecision(3)}, and ${than} than ${verdict.budget} was not to be`,
      ];
    }
    const isHeld = row.wanted !== undefined;
    return verdict.is === 'missing' && isHeld ? [`${row.key}: not measured: ${verdict.why}`] : [];
  });
}

function isWithin({ better }: Row, measured: number, budget: number): boolean {
  return better === 'less' ? measured <= budget : measured >= budget;
}
