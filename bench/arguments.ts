import { parseArgs } from 'node:util';

export type Wish = {
  /** Of the cases; none are all. */
  readonly names: readonly string[];
  readonly rounds: number;
  readonly quick: boolean;
  readonly check: boolean;
  readonly record: boolean;
  readonly plots: boolean;
  readonly install: boolean;
};

export const usage = `npm run bench [-- OPTIONS] [-- CASES…]

  --check     exit 1 if a figure is worse than its budget in bench/budgets.json
  --rounds N  of each comparison (15)
  --quick     fewer rounds, and without what takes long to prepare; writes nothing down
  --plots     the growth plots in docs/growth/
  --record    write bench/budgets.json: what is wanted, or what was measured and a margin
  --install   pm2 into bench/node_modules first`;

const manyRounds = 15;
const fewRounds = 5;

/** Throws an error with words for whoever typed it. */
export function wishOf(argv: readonly string[], known: readonly string[]): Wish {
  const flag = { type: 'boolean', default: false } as const;
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      check: flag,
      rounds: { type: 'string' },
      quick: flag,
      plots: flag,
      record: flag,
      install: flag,
    },
  });
  const rounds = Number(values.rounds ?? (values.quick ? fewRounds : manyRounds));
  if (!Number.isInteger(rounds) || rounds < 1)
    throw new Error(`--rounds is a number from 1: ${values.rounds}`);
  const strange = positionals.find((name) => !known.includes(name));
  if (strange !== undefined) throw new Error(`no case is called ${strange}: ${known.join(', ')}`);
  if (values.record && values.quick) throw new Error('--record takes all rounds: leave --quick out');
  const { check, quick, plots, record, install } = values;
  return { names: positionals, rounds, quick, check, record, plots, install };
}
