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

export type Measurement = Measured | Missing;

/** A value a round. */
export type Measured = {
  readonly values: readonly number[];
  /** The same by CPU time, where there is such a thing: it hardly minds what else is running. */
  readonly byCpu?: number;
  readonly note?: string;
  /** Why it says more of the machine than of the program: it is shown, and held to nothing. */
  readonly unheld?: string;
};

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
