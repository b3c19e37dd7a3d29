import { Buffer } from 'node:buffer';
import type { Chance } from '../soak/chance.ts';

const hostile = [
  ...[
    '\0',
    '\x1b',
    '\x1b[',
    '\x1b]',
    '\x9b',
    '\r',
    '\n',
    '\r\n',
    '\t',
    '\x7f',
    '\ufeff',
    '\u202e',
    '\u2028',
    '\ud800',
  ],
  ...[
    '"',
    "'",
    '\\',
    '{',
    '}',
    '[',
    ']',
    '[[[[',
    ':',
    ': ',
    '- ',
    '#',
    '&x',
    '*x',
    '!!set',
    '|',
    '>',
    '%',
    '@',
    '`',
  ],
  ...[
    '-1',
    '0',
    '1e999',
    '.nan',
    '~',
    'null',
    'true',
    '9007199254740993',
    '__proto__',
    'constructor',
    '\\u0000',
  ],
  ...[
    '100%',
    '1/0',
    '9/3',
    '[1/4]',
    'error:',
    'Traceback (most recent call last):',
    'token=',
    '://u:p@',
    '...',
  ],
];

type Damage = (bytes: Buffer, chance: Chance, others: readonly Buffer[]) => Buffer;

const damages: readonly (readonly [weight: number, damage: Damage])[] = [
  [4, flipByte],
  [4, (bytes, chance) => insert(bytes, chance, Buffer.from(chance.pick(hostile)))],
  [1, (bytes, chance) => insert(bytes, chance, Buffer.from(chance.pick(hostile).repeat(below(chance, 600))))],
  [1, (bytes, chance) => bytes.subarray(0, below(chance, bytes.length))],
  [2, cutOut],
  [1, (bytes, chance, others) => insert(bytes, chance, piece(chance.pick(others), chance))],
  [2, ofLines((lines, at) => lines.splice(at, 1))],
  [1, ofLines((lines, at, chance) => lines.splice(at, 0, lines[below(chance, lines.length)] ?? ''))],
  [1, ofLine((line, chance) => `${' '.repeat(1 + below(chance, 5))}${line}`)],
  [1, ofLine((line, chance) => line.slice(1 + below(chance, 4)))],
  [2, ofLine((line) => line.replace(/\w(?=\w*:)/, ''))],
  [1, ofLine((line) => line.replace(/(\w+):/, '$1$1:'))],
  [2, ofLine((line, chance) => line.replace(/: .*/, `: ${chance.pick(hostile)}`))],
  [
    1,
    ofLine((line, chance) =>
      line.replace(/\d+/, chance.pick(['0', '-1', '1e999', '99999999999999999999', '1.5'])),
    ),
  ],
];

/** A text that was good or bad, made worse in one to four ways. */
export function mutate(bytes: Buffer, chance: Chance, others: readonly Buffer[]): Buffer {
  let worse = bytes;
  for (let times = below(chance, 4); times >= 0; times -= 1)
    worse = chance.weighted(damages)(worse, chance, others).subarray(0, limitBytes);
  return worse;
}

/** So that thousands of them are tried in a minute: what is long has a test of its own. */
const limitBytes = 16 * 1024;

export function below(chance: Chance, limit: number): number {
  return Math.floor(chance.next() * limit);
}

function flipByte(bytes: Buffer, chance: Chance): Buffer {
  if (bytes.length === 0) return bytes;
  const flipped = Buffer.from(bytes);
  flipped[below(chance, bytes.length)] = below(chance, 256);
  return flipped;
}

function insert(bytes: Buffer, chance: Chance, inserted: Buffer): Buffer {
  const at = below(chance, bytes.length + 1);
  return Buffer.concat([bytes.subarray(0, at), inserted, bytes.subarray(at)]);
}

function cutOut(bytes: Buffer, chance: Chance): Buffer {
  const from = below(chance, bytes.length);
  return Buffer.concat([bytes.subarray(0, from), bytes.subarray(from + 1 + below(chance, 40))]);
}

function piece(bytes: Buffer, chance: Chance): Buffer {
  const from = below(chance, bytes.length);
  return bytes.subarray(from, from + 1 + below(chance, 400));
}

function ofLines(change: (lines: string[], at: number, chance: Chance) => unknown): Damage {
  return (bytes, chance) => {
    const lines = bytes.toString('latin1').split('\n');
    change(lines, below(chance, lines.length), chance);
    return Buffer.from(lines.join('\n'), 'latin1');
  };
}

function ofLine(change: (line: string, chance: Chance) => string): Damage {
  return ofLines((lines, at, chance) => {
    lines[at] = change(lines[at] ?? '', chance);
  });
}
