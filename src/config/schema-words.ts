import type { SchemaFault } from '../../schemas/validate-file.ts';
import { nearestWord } from '../base/slips.ts';
import type { Words } from './config-problem.ts';
import { keysOf, type Schema, scalarLeaves, schemaAt, shownKey, typesOf } from './config-schema.ts';

/** A fault with the path it is at; `key` if it is the name that is wrong, not the value. */
export type PlacedWords = Words & { readonly path: readonly string[]; readonly part: 'key' | 'value' };

/**
 * What a schema has against a value, said for people; null for a fault that another one already tells. Without a
 * value (one that must not be shown) it is not said what stands there.
 */
export function wordsOf(fault: SchemaFault, schema: Schema, value: unknown): PlacedWords | null {
  const path = pathOf(fault.instancePath);
  const { params } = fault;
  const extra = params['additionalProperty'] ?? params['propertyName'];
  if (fault.keyword === 'additionalProperties' && typeof extra === 'string') {
    return { path: [...path, extra], part: 'key', ...unknownKey(path, extra, schema) };
  }
  if (fault.keyword === 'propertyNames' && typeof extra === 'string') {
    const message = `a name below ${shownKey(path)} must have 1 to 200 characters`;
    return { path: [...path, extra], part: 'key', message, hint: 'give it another name' };
  }
  // The name's own fault, which `propertyNames` sums up.
  if (fault.propertyName !== undefined) return null;
  const expected = schemaAt(schema, path) ?? {};
  const said =
    saying[fault.keyword]?.(fault, expected, valueAt(value, path)) ?? fault.message ?? 'is not valid';
  return { path, part: 'value', message: `${shownKey(path)} ${said}`, hint: exampleOf(path, expected) };
}

type Saying = (fault: SchemaFault, expected: Schema, value: unknown) => string;

const saying: Readonly<Record<string, Saying>> = {
  type: (_fault, expected, value) =>
    `must be ${kindWords(expected)}${value === undefined ? '' : `, not ${kindOf(value)}`}`,
  required: ({ params }) => `has no ${String(params['missingProperty'])}`,
  minimum: ({ params }) => `must be at least ${String(params['limit'])}`,
  exclusiveMinimum: ({ params }) => `must be more than ${String(params['limit'])}`,
  maximum: ({ params }) => `must be at most ${String(params['limit'])}`,
  minLength: () => 'must not be empty',
  maxLength: ({ params }) => `must have at most ${String(params['limit'])} characters`,
  minItems: () => 'must not be an empty list',
  maxItems: ({ params }) => `must have at most ${String(params['limit'])} entries`,
};

/** What belongs there, in words. */
export function kindWords(schema: Schema): string {
  if (schema['x-kind'] === 'duration') return 'a number of seconds or a duration like 90m';
  if (schema['x-kind'] === 'size') return 'a size like 2GiB';
  if (schema['x-kind'] === 'command') return 'a list: a program and its arguments';
  const [type = ''] = typesOf(schema);
  return { ...typeWords }[type] ?? 'something else';
}

const typeWords: Readonly<Record<string, string>> = {
  boolean: 'true or false',
  integer: 'a whole number',
  number: 'a number',
  string: 'a text',
  array: 'a list',
  object: 'a mapping',
};

function kindOf(value: unknown): string {
  if (value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  if (typeof value === 'boolean') return `${value}`;
  return typeof value === 'string' ? 'a text' : `${String(value)}`;
}

/** `write for example: max_output: 2GiB`; empty where the schema has no example. */
export function exampleOf(path: readonly string[], schema: Schema): string {
  if (typesOf(schema).includes('boolean')) return 'write true or false';
  const example = exampleIn(schema);
  return example === null ? '' : `write for example: ${path.at(-1) ?? ''}: ${example}`;
}

/** A value that would do, as YAML has it. */
export function exampleIn({ examples = [], default: usual }: Schema): string | null {
  const example = examples[0] ?? usual;
  return example === undefined ? null : inYaml(example);
}

function inYaml(example: unknown): string {
  if (typeof example !== 'string') return JSON.stringify(example);
  return /^[\w./ -]+$/.test(example) ? example : `'${example}'`;
}

function unknownKey(path: readonly string[], name: string, schema: Schema): Words {
  const here = keysOf(schemaAt(schema, path));
  const message = `unknown key ${shownKey([...path, name])}`;
  const elsewhere = scalarLeaves().find((leaf) => leaf.path.at(-1) === name);
  if (elsewhere !== undefined) {
    return { message, hint: `it belongs below ${elsewhere.path.slice(0, -1).join('.')}` };
  }
  const near = nearestWord(name, here);
  return { message, hint: near === null ? `known here: ${here.join(', ')}` : `did you mean ${near}?` };
}

/** A path of a fault (RFC 6901). */
function pathOf(pointer: string): string[] {
  const names = pointer.split('/').slice(1);
  return names.map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  let at = value;
  for (const name of path) {
    if (typeof at !== 'object' || at === null) return undefined;
    at = Object.getOwnPropertyDescriptor(at, name)?.value;
  }
  return at;
}
