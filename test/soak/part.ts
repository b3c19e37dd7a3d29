import type { Chance } from './chance.ts';
import type { SoakOptions } from './options.ts';

/** What may not be: an acknowledged event that is not there, not exactly one end, a notice told twice, leftovers. */
export type FindingKind = 'lost' | 'end' | 'doubled' | 'left' | 'wrong';
export type Finding = { readonly kind: FindingKind; readonly what: string };

/** What a part tried, how often, and what it found. */
export type PartResult = {
  readonly tried: ReadonlyArray<readonly [what: string, count: number]>;
  readonly findings: readonly Finding[];
  /** Worth knowing and harmless: what was healed, what was skipped. */
  readonly notes: readonly string[];
};

export type PartOptions = {
  readonly kills: number;
  readonly histories: number;
  readonly cycles: number;
  readonly launches: number;
  readonly inputs: number;
  readonly minutes: number;
  readonly alive: number;
};

export type Site = {
  /** The soak's own; each part makes a ground for itself in there. */
  readonly folder: string;
  readonly chance: Chance;
  readonly options: SoakOptions;
  /** Says how far it is; shown now and then. */
  readonly tell: (line: string) => void;
};

export type Part = (site: Site) => Promise<PartResult>;

export const partNames = ['storm', 'histories', 'cycles', 'launches', 'fuzz', 'day'] as const;
export type PartName = (typeof partNames)[number];
