import type { Histories } from './history.ts';

/** One line of the table. */
export type Row = {
  /** What budgets.json calls it. */
  readonly key: string;
  readonly says: string;
  /** Ratios are in `×`. */
  readonly unit: '×' | 'ms' | 's' | 'MiB' | 'MB' | '%' | '/s' | '';
  readonly better: 'less' | 'more';
  /** A row without is only shown: there is nothing to hold. */
  readonly wanted?: number;
  /** Not measured by `--quick`: it takes its time, or half of the disk. */
  readonly slow?: boolean;
};

/** A value a round. `byCpu` is the same by CPU time, where there is such a thing: it hardly minds what else is running. */
export type Measurement =
  | { readonly values: readonly number[]; readonly byCpu?: number; readonly note?: string }
  | Missing;

/** What it would take is not there. */
export type Missing = { readonly missing: string };

/** By the key of the row. */
export type Measurements = Readonly<Record<string, Measurement>>;

export type Case = {
  /** What the command line calls it. */
  readonly name: string;
  readonly asks: string;
  readonly rows: readonly Row[];
  readonly measure: (bench: Bench) => Promise<Measurements>;
};

/** What a case is given. */
export type Bench = {
  readonly rounds: number;
  readonly quick: boolean;
  /** Removed at the end; a case makes a folder of its own in there. */
  readonly folder: string;
  readonly histories: Histories;
};
