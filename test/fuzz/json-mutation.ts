import { Buffer } from 'node:buffer';
import type { Chance } from '../soak/chance.ts';
import { below, mutate } from './mutation.ts';

const values: readonly unknown[] = [
  ...[
    null,
    true,
    0,
    -1,
    1.5,
    2 ** 53,
    1e300,
    '',
    'x',
    'x'.repeat(5000),
    '😀'.repeat(300),
    '\0',
    '../..',
    'CON',
  ],
  ...[
    [],
    {},
    [[]],
    [null],
    { a: 1 },
    ['x'.repeat(300)],
    Array.from({ length: 300 }, () => 'x'),
    '2026-11-23T01:38:15.001Z',
  ],
];
const names = ['__proto__', 'constructor', 'toString', 'added', 'code', 'pid', 'message', 'data', 'v', ''];

/** One value or key of a JSON text is another; now and then its bytes are damaged, as any text's. */
export function mutateJson(bytes: Buffer, chance: Chance, others: readonly Buffer[]): Buffer {
  const value = parse(bytes);
  if (value === undefined || chance.next() < 0.15) return mutate(bytes, chance, others);
  let changed: unknown = value;
  for (let times = below(chance, 3); times >= 0; times -= 1) changed = change(changed, chance);
  return Buffer.from(`${JSON.stringify(changed)}\n`);
}

export function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined; // Damaged: what no JSON is, no validator sees.
  }
}

function change(value: unknown, chance: Chance): unknown {
  if (typeof value !== 'object' || value === null || chance.next() < 0.05) return leaf(value, chance);
  if (Array.isArray(value)) {
    const at = below(chance, value.length + 1);
    if (chance.next() < 0.2) return value.toSpliced(at, 1);
    const elements: readonly unknown[] = value;
    return [...elements.slice(0, at), change(elements[at], chance), ...elements.slice(at + 1)];
  }
  const entries = Object.entries<unknown>({ ...value });
  if (entries.length === 0) return leaf(value, chance);
  const at = below(chance, entries.length);
  const [name = 'x', inner] = entries[at] ?? [];
  const choice = chance.next();
  if (choice < 0.15) return Object.fromEntries(entries.toSpliced(at, 1));
  if (choice < 0.3) return Object.fromEntries([...entries, [chance.pick(names), leaf(inner, chance)]]);
  return Object.fromEntries(entries.with(at, [name, change(inner, chance)]));
}

function leaf(value: unknown, chance: Chance): unknown {
  if (typeof value === 'string' && chance.next() < 0.5) {
    const at = below(chance, value.length + 1);
    return `${value.slice(0, at)}${chance.pick(['', ' ', '\n', '\0', 'Z', '.', '\u202e', '😀'])}${value.slice(at + 1)}`;
  }
  if (typeof value === 'number' && chance.next() < 0.5) return value * chance.pick([-1, 0.5, 1e9, 0]);
  return chance.pick(values);
}
