/**
 * Makes types and validators from the JSON Schemas: `schemas/generated/types.ts`, the validators and
 * their declarations. `--check` writes nothing and exits 1 if what is checked in differs.
 *
 * The validators are ajv standalone code: compiling at start-up cost 85 ms, loading the made file 5 ms. They are
 * CommonJS because ajv's ESM output still contains `require` (ajv #2209).
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type SchemaObject } from 'ajv/dist/2020.js';
import standalone from 'ajv/dist/standalone/index.js';
import { compile } from 'json-schema-to-typescript';

const schemasFolder = join(import.meta.dirname, '..', 'schemas');
const generatedFolder = join(schemasFolder, 'generated');
const banner = '// Made by scripts/generate-schemas.ts from the JSON Schemas beside it. Do not edit.\n';

const eventTypes = readdirSync(join(schemasFolder, 'events'))
  .filter((file) => file.endsWith('.schema.json'))
  .map((file) => file.slice(0, -'.schema.json'.length))
  .sort();

const plainSchemas = ['supervision-order', 'supervision-answer', 'inbox-cursor', 'archive-manifest'];
/** Files that people write: every fault is wanted, and who reads none of them does not load their validators. */
const writtenSchemas = ['config', 'experts', 'workflow'];

const made: Record<string, string> = {
  'types.ts': await typesSource(),
  'validators.cjs': validatorsSource(),
  'validators.d.cts': declarationsSource([
    'envelope',
    'tolerantEnvelope',
    ...eventTypes.flatMap((type) => [`strict:${type}`, `tolerant:${type}`]),
    ...plainSchemas,
  ]),
  'file-validators.cjs': fileValidatorsSource(),
  'file-validators.d.cts': declarationsSource(writtenSchemas),
};

if (process.argv.includes('--check')) {
  const stale = Object.entries(made).filter(([file, source]) => checkedIn(file) !== source);
  for (const [file] of stale) console.error(`schemas/generated/${file} is stale: run npm run generate`);
  process.exitCode = stale.length === 0 ? 0 : 1;
} else {
  mkdirSync(generatedFolder, { recursive: true });
  for (const [file, source] of Object.entries(made)) writeFileSync(join(generatedFolder, file), source);
}

async function typesSource(): Promise<string> {
  const options = { bannerComment: '', additionalProperties: false, maxItems: 3 } as const;
  const sources = [
    readSchema('envelope'),
    ...eventTypes.map((type) => readSchema(`events/${type}`)),
    ...[...writtenSchemas, ...plainSchemas].map(readSchema),
    ...[
      'process',
      'list',
      'launch',
      'error',
      'doctor',
      'init',
      'inbox',
      'cleanup',
      'archive',
      'why',
      'summary',
      'verify',
      'diff',
      'verify-archive',
    ].map((name) => readSchema(`output/${name}`)),
  ].map((schema) => compile(withTuples(schema), String(schema['title']), options));
  const union = eventTypes
    .map((type) => `  | EventOf<'${type}', ${String(readSchema(`events/${type}`)['title'])}>`)
    .join('\n');
  const eventOf = [
    '/** The envelope around the data of one event type. */',
    "export type EventOf<Type extends string, Data> = Omit<Envelope, 'type' | 'data'> & { type: Type; data: Data };",
  ].join('\n');
  return `${banner}\n${(await Promise.all(sources)).join('\n')}\n${eventOf}\n\n/** Every event of the catalogue, told apart by its type. */\nexport type CatalogueEvent =\n${union};\n`;
}

/** Strict validators for what we write, tolerant ones (`tolerant…`) for what we read. */
function validatorsSource(): string {
  const ajv = new Ajv2020({
    code: { source: true, esm: false, lines: false },
    strict: true,
    allErrors: false,
    ownProperties: true,
  });
  const names: string[] = [];
  const add = (name: string, schema: SchemaObject): void => {
    ajv.addSchema({ ...schema, $id: name });
    names.push(name);
  };
  add('envelope', readSchema('envelope'));
  add('tolerantEnvelope', tolerantEnvelope());
  for (const type of eventTypes) {
    add(`strict:${type}`, readSchema(`events/${type}`));
    add(`tolerant:${type}`, tolerant(readSchema(`events/${type}`)));
  }
  for (const name of plainSchemas) add(name, readSchema(name));
  return standaloneSource(ajv, names);
}

/** `x-kind` says what a text means; src/config checks it. Values of two types are what people write: 30 or 30s. */
function fileValidatorsSource(): string {
  const ajv = new Ajv2020({
    code: { source: true, esm: false, lines: false },
    strict: true,
    allErrors: true,
    ownProperties: true,
    allowUnionTypes: true,
    keywords: ['x-kind'],
  });
  for (const name of writtenSchemas) ajv.addSchema({ ...readSchema(name), $id: name });
  return standaloneSource(ajv, writtenSchemas);
}

function standaloneSource(ajv: Ajv2020, names: readonly string[]): string {
  const exports = Object.fromEntries(names.map((name) => [identifier(name), name]));
  const generate = typeof standalone === 'function' ? standalone : standalone.default;
  return `${banner}${shortcut(generate(ajv, exports))}\n`;
}

/**
 * ajv counts the code points of every text; there are never more of them than code units, so most texts need no count.
 * The answer is the same, and an envelope is checked in half the time.
 */
function shortcut(source: string): string {
  return source.replace(/(func\d+\((\w+)\)) > (\d+)/g, '$2.length > $3 && $1 > $3');
}

function declarationsSource(schemaNames: readonly string[]): string {
  const names = schemaNames.map(identifier);
  const validator = [
    'export type ValidatorError = { readonly instancePath: string; readonly keyword: string; readonly message?: string; readonly propertyName?: string; readonly params: Readonly<Record<string, unknown>> };',
    'export type Validator = { (value: unknown): boolean; errors?: readonly ValidatorError[] | null };',
  ];
  return `${banner}${[...validator, ...names.map((name) => `export declare const ${name}: Validator;`)].join('\n')}\n`;
}

function identifier(name: string): string {
  return name.replace(/[:._-]+([a-z])/g, (_match, letter: string) => letter.toUpperCase());
}

/** What a reader asks of a line: the same facts, but keys that a later version added are welcome. */
function tolerant(schema: SchemaObject): SchemaObject {
  return JSON.parse(JSON.stringify(schema), (key, value: unknown) =>
    key === 'additionalProperties' && value === false ? undefined : value,
  ) as SchemaObject;
}

/** The type maker knows tuples only in the words of the older drafts. */
function withTuples(schema: SchemaObject): SchemaObject {
  return JSON.parse(JSON.stringify(schema), (_key, value: unknown) => {
    if (typeof value !== 'object' || value === null || !('prefixItems' in value)) return value;
    const { prefixItems, items: _none, ...rest } = value as Record<string, unknown>;
    return { ...rest, items: prefixItems, additionalItems: false };
  }) as SchemaObject;
}

function tolerantEnvelope(): SchemaObject {
  const schema = tolerant(readSchema('envelope'));
  const required = (schema['required'] as string[]).filter((key) => key !== 'seen');
  return { ...schema, required };
}

function readSchema(name: string): SchemaObject {
  return JSON.parse(readFileSync(join(schemasFolder, `${name}.schema.json`), 'utf8')) as SchemaObject;
}

function checkedIn(file: string): string | null {
  try {
    return readFileSync(join(generatedFolder, file), 'utf8');
  } catch {
    return null;
  }
}
