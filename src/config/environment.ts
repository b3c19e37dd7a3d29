import { nearestWord } from '../base/slips.ts';
import { type ConfigProblem, problemAt, type Words, wholeFile } from './config-problem.ts';
import { type Leaf, type Schema, scalarLeaves, section, shownKey, typesOf } from './config-schema.ts';
import { namesSetting, settingPrefix } from './environment-names.ts';
import { exampleIn, kindWords } from './schema-words.ts';
import type { Environment } from './user-file.ts';

export type EnvironmentValue = Leaf & {
  readonly name: string;
  /** Settings that hold this value alone, as a file would say it. */
  readonly config: unknown;
};

/** The variables that set one of our keys, read as their key wants it. An empty one is as good as unset. */
export function readEnvironment(env: Environment): {
  readonly values: readonly EnvironmentValue[];
  readonly problems: readonly ConfigProblem[];
} {
  const leaves = new Map(scalarLeaves().map((leaf) => [variableOf(leaf.path), leaf]));
  const values: EnvironmentValue[] = [];
  const problems: ConfigProblem[] = [];
  for (const [name, text = ''] of Object.entries(env).sort()) {
    if (!namesSetting(name) || text === '') continue;
    const leaf = leaves.get(name);
    if (leaf === undefined) {
      problems.push(problemOf(unknownVariable(name, [...leaves.keys()])));
      continue;
    }
    const value = readAs(leaf.schema, text);
    if (value !== null) values.push({ ...leaf, name, config: nested(leaf.path, value) });
    else {
      const message = `${shownKey(leaf.path)} must be ${kindWords(leaf.schema)}`;
      problems.push(variableProblem({ ...leaf, name }, { message }));
    }
  }
  return { values, problems };
}

/** What is wrong with the value of a variable, which itself is never shown. */
export function variableProblem(
  { name, schema }: Pick<EnvironmentValue, 'name' | 'schema'>,
  words: Omit<Words, 'hint'>,
): ConfigProblem {
  const hint = inShell(name, schema);
  return problemOf({ ...words, message: `${name}: ${words.message}`, hint });
}

/** The variable that sets a key: `TAPPS_BG_NOTIFICATIONS_DESKTOP_ENABLED`. */
export function variableOf(path: readonly string[]): string {
  const names = path[0] === section ? path.slice(1) : path;
  return `${settingPrefix}${names.join('_').toUpperCase()}`;
}

const truths: Readonly<Record<string, boolean>> = {
  ...{ '1': true, true: true, yes: true, on: true },
  ...{ '0': false, false: false, no: false, off: false },
};

/** Null for a text that cannot be what the key wants. */
function readAs(schema: Schema, text: string): boolean | number | string | null {
  const types = typesOf(schema);
  const word = text.trim().toLowerCase();
  if (types.includes('boolean')) return Object.hasOwn(truths, word) ? (truths[word] ?? null) : null;
  const isNumber = /^-?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d{1,3})?$/.test(word);
  if (isNumber && (types.includes('number') || types.includes('integer'))) return Number(word);
  return types.includes('string') ? text : null;
}

function nested(path: readonly string[], value: unknown): unknown {
  return path.reduceRight<unknown>((inner, name) => ({ [name]: inner }), value);
}

function unknownVariable(name: string, known: readonly string[]): Words {
  const near = nearestWord(name, known);
  const hint = near === null ? `keys of ${section} with one value can be set so` : `did you mean ${near}?`;
  return { severity: 'warning', message: `unknown variable ${name}`, hint };
}

/** What to type instead; examples of single values need no quotes. */
function inShell(name: string, schema: Schema): string {
  if (typesOf(schema).includes('boolean')) return 'set it to true or false';
  const example = exampleIn(schema);
  return example === null ? `unset ${name}` : `for example: ${name}=${example}`;
}

function problemOf(words: Words): ConfigProblem {
  return problemAt(wholeFile(null), words);
}
