import type { SchemaFault } from '../../schemas/validate-file.ts';
import { nearestWord, slipsBetween } from '../base/slips.ts';
import { problemLimit } from './config-problem.ts';
import { configSchema, keysOf, type Schema, section } from './config-schema.ts';
import { kindFaults } from './kind-words.ts';
import { type PlacedWords, wordsOf } from './schema-words.ts';

/** Everything that is wrong with a value that has a schema: its faults, and texts that do not mean what they must. */
export function faultsAgainst(
  value: unknown,
  schema: Schema,
  faults: readonly SchemaFault[],
): readonly PlacedWords[] {
  const bySchema = faults
    .slice(0, problemLimit)
    .map((fault) => wordsOf(fault, schema, value))
    .filter((words) => words !== null);
  const told = new Set(bySchema.map(({ path }) => path.join('\n')));
  const byKind = kindFaults(value, schema).filter(({ path }) => !told.has(path.join('\n')));
  return [...bySchema, ...byKind].slice(0, problemLimit);
}

/** What is known of settings beyond their schema: keys that were meant to be ours, weights, what is not used. */
export function faultsInMeaning(config: unknown): readonly PlacedWords[] {
  const weights = at(at(config, 'scoring'), 'weights');
  const database = at(at(config, section), 'process_db');
  return [
    ...topLevelFaults(config),
    ...(isMapping(weights) ? weightFaults(weights) : []),
    ...(database === undefined ? [] : [unusedDatabase]),
  ];
}

const unusedDatabase: PlacedWords = {
  severity: 'warning',
  path: [section, 'process_db'],
  part: 'key',
  message: 'process_db is not used: there is no database, each process has its journal',
  hint: 'remove the line',
};

/** Other programs have keys in this file too: only what can hardly be anything else is called a slip of ours. */
function topLevelFaults(config: unknown): PlacedWords[] {
  const known = keysOf(configSchema);
  return Object.keys(isMapping(config) ? config : {}).flatMap((name): PlacedWords[] => {
    const meant = known.includes(name) ? null : meantKey(name, known);
    if (meant === null) return [];
    return [{ path: [name], part: 'key', message: `unknown key ${name}`, hint: `did you mean ${meant}?` }];
  });
}

/** `workflow` beside our `workflows` is a word of its own; so is the singular of the others. */
function meantKey(name: string, known: readonly string[]): string | null {
  const meant = nearestWord(name, known);
  if (meant === null || meant === `${name}s` || name === `${meant}s`) return null;
  const within = meant === section ? 2 : 1;
  return slipsBetween(name.toLowerCase().replaceAll('-', '_'), meant) <= within ? meant : null;
}

function weightFaults(weights: Readonly<Record<string, unknown>>): PlacedWords[] {
  const numbers = Object.values(weights);
  if (numbers.length === 0 || !numbers.every((weight) => typeof weight === 'number')) return [];
  const sum = numbers.reduce((total, weight) => total + weight, 0);
  // 0.99 and 1.01 are inside, whatever binary fractions make of them.
  if (Math.abs(sum - 1) <= 0.01 + 1e-9 || !Number.isFinite(sum)) return [];
  const message = `scoring.weights must sum to 1, not ${Number(sum.toFixed(4))}`;
  return [{ path: ['scoring', 'weights'], part: 'key', message, hint: 'make them sum to 1' }];
}

function at(value: unknown, name: string): unknown {
  return isMapping(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
