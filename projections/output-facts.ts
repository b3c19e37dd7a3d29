import type { CatalogueEvent } from '../schemas/event.ts';

/** A line of output that means something, and where it begins. */
export type SaidLine = { readonly line: string; readonly offset: number; readonly at: string };

/** What the output of the latest attempt has said. */
export type OutputFacts = {
  /** The newest ones. */
  readonly errorLines: readonly SaidLine[];
  readonly errorLineCount: number;
  /** The first line that matched `fail_on`. */
  readonly failLine: SaidLine | null;
  /** The first line that matched `done_on`. */
  readonly doneLine: SaidLine | null;
};

/** Enough to show; the rest is counted, and the output itself has them all. */
const errorLineLimit = 20;

export const noOutputFacts: OutputFacts = {
  errorLines: [],
  errorLineCount: 0,
  failLine: null,
  doneLine: null,
};

/** Folds what was seen in the output. A new attempt begins anew: what the one before said is its own. */
export function evolveOutputFacts(facts: OutputFacts, event: CatalogueEvent): OutputFacts {
  switch (event.type) {
    case 'process.started':
      return noOutputFacts;
    case 'process.warned': {
      const { kind, message, line = message, offset = 0 } = event.data;
      const said = { line, offset, at: event.at };
      if (kind === 'fail_on') return { ...facts, failLine: facts.failLine ?? said };
      if (kind !== 'error_line') return facts;
      const { errorLineCount, failLine, doneLine } = facts;
      // One copy of the list and no spread: some journals are error lines for the most part.
      const errorLines = facts.errorLines.slice(1 - errorLineLimit);
      errorLines.push(said);
      return { errorLines, errorLineCount: errorLineCount + 1, failLine, doneLine };
    }
    case 'process.noted': {
      const { kind, message, line = message, offset = 0 } = event.data;
      if (kind !== 'done_on') return facts;
      return { ...facts, doneLine: facts.doneLine ?? { line, offset, at: event.at } };
    }
    default:
      return facts;
  }
}
