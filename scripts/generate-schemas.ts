/**
 * Makes types and validators from the JSON Schemas: `schemas/generated/types.ts`, the validators and
 * their declarations. `--check` writes nothing and exits 1 if what is checked in differs.
 *
 * The validators are ajv standalone code: compiling at start-up cost 85 ms, loading the made file 5 ms. They are
 * CommonJS because ajv's ESM output still contains `require` (ajv #2209).
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SchemaObject } from 'ajv/dist/2020.js';
import { compile } from 'json-schema-to-typescript';
import {
  declarationsSource,
  fileValidatorsSource,
  tableSource,
  validatorGroups,
  validatorsSource,
} from './validator-sources.ts';

const schemasFolder = join(import.meta.dirname, '..', 'schemas');
const generatedFolder = join(schemasFolder, 'generated');
const banner = '// Made by scripts/generate-schemas.ts from the JSON Schemas beside it. Do not edit.\n';

const eventTypes = readdirSync(join(schemasFolder, 'events'))
  .filter((file) => file.endsWith('.schema.json'))
  .map((file) => file.slice(0, -'.schema.json'.length))
  .sort();

/** Files that people write: every fault is wanted, and who reads none of them does not load their validators. */
const writtenSchemas = ['config', 'experts', 'workflow'];
const { groups, plainSchemas } = validatorGroups(eventTypes);

const made: Record<string, string> = {
  'types.ts': await typesSource(),
  'validators.cjs': `${banner}${tableSource(groups)}`,
  'validators.d.cts': `${banner}${declarationsSource(groups.flatMap(({ names }) => names))}`,
  ...Object.fromEntries(
    groups.map((group) => [
      `validators-${group.name}.cjs`,
      `${banner}${validatorsSource(group, readSchema)}\n`,
    ]),
  ),
  'file-validators.cjs': `${banner}${fileValidatorsSource(writtenSchemas, readSchema)}\n`,
  'file-validators.d.cts': `${banner}${declarationsSource(writtenSchemas)}`,
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

/** The type maker knows tuples only in the words of the older drafts. */
function withTuples(schema: SchemaObject): SchemaObject {
  return JSON.parse(JSON.stringify(schema), (_key, value: unknown) => {
    if (typeof value !== 'object' || value === null || !('prefixItems' in value)) return value;
    const { prefixItems, items: _none, ...rest } = value as Record<string, unknown>;
    return { ...rest, items: prefixItems, additionalItems: false };
  }) as SchemaObject;
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
