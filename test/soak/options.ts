import { parseArgs } from 'node:util';
import { type PartName, type PartOptions, partNames } from './part.ts';

export type SoakOptions = PartOptions & {
  readonly parts: readonly PartName[];
  readonly seed: number;
  readonly table: string | null;
  /** The folder of a soak that has moved this part into a mount namespace. */
  readonly inside: string | null;
};

export const usage = `npm run soak -- [storm] [histories] [cycles] [launches] [fuzz] [day] [options]

  Without a name all parts run, one after another (some 90 minutes).

  --kills 2000        storm: how many are killed
  --histories 10000   histories: how many interleavings of four writers
  --cycles 500        cycles: how often something is started and stopped
  --launches 1000     launches: how many
  --inputs 20000      fuzz: how many damaged inputs for each that reads them
  --minutes 60        day: how long
  --alive 60          day: how many run at any time
  --seed N            the same victims, plans and interleavings again
  --table FILE        also write the table there, as Markdown`;

const counts = {
  kills: 2000,
  histories: 10_000,
  cycles: 500,
  launches: 1000,
  inputs: 20_000,
  minutes: 60,
  alive: 60,
} as const;

/** Throws an Error with the sentence to print. */
export function readOptions(args: readonly string[]): SoakOptions | 'help' {
  const text = { type: 'string' } as const;
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      ...{
        kills: text,
        histories: text,
        cycles: text,
        launches: text,
        inputs: text,
        minutes: text,
        alive: text,
      },
      ...{ seed: text, table: text, inside: text, help: { type: 'boolean', short: 'h' } },
    },
  });
  if (values.help === true) return 'help';
  const count = (name: keyof typeof counts): number => readNumber(name, values[name]) ?? counts[name];
  return {
    parts: positionals.length === 0 ? partNames : positionals.map(toPartName),
    kills: count('kills'),
    histories: count('histories'),
    cycles: count('cycles'),
    launches: count('launches'),
    inputs: count('inputs'),
    minutes: count('minutes'),
    alive: count('alive'),
    seed: readNumber('seed', values.seed) ?? Math.floor(Math.random() * 2 ** 31),
    table: values.table ?? null,
    inside: values.inside ?? null,
  };
}

function toPartName(name: string): PartName {
  const found = partNames.find((part) => part === name);
  if (found === undefined) throw new Error(`no part is called ${name}: ${partNames.join(', ')}`);
  return found;
}

function readNumber(name: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  const number = Number(text);
  if (text.trim() === '' || !Number.isFinite(number) || number < 0)
    throw new Error(`--${name} ${text} is no number`);
  return number;
}
