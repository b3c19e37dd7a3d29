import { childSchema, configSchema, keysOf, type Schema, schemaAt, typesOf } from './config-schema.ts';
import { exampleIn } from './schema-words.ts';

const head = [
  '# yaml-language-server: $schema=../node_modules/tapps-agents/schemas/config.schema.json',
  '# Settings of tapps-agents. All have defaults: remove the "# " in front of what you want otherwise, and in front of',
  '# the keys that it lies below. What holds, and where it comes from: tapps-agents bg doctor --all',
];

/** What things by name are called here: a name of the user's own has its place. */
const exampleNames: Readonly<Record<string, string>> = {
  types: 'pytest',
  agents: 'coder',
  workflows: 'nightly',
};

/** The engine's own, which has a documentation of its own. */
const notOurs: readonly string[] = ['scoring'];

/**
 * The text of a configuration with every key commented out, its default and its meaning; made from the schema. Each
 * line below the first blank one begins with `# `, which an editor takes away again: what is left is a configuration.
 */
export function starterConfig(): string {
  const blocks = keysOf(configSchema)
    .filter((name) => !notOurs.includes(name))
    .map((name) => linesOf(childSchema(configSchema, name) ?? {}, [name]).map((line) => `# ${line}`));
  return [head, ...blocks].map((lines) => `${lines.join('\n')}\n`).join('\n');
}

function linesOf(schema: Schema, path: readonly string[]): string[] {
  if (schema.deprecated === true) return [];
  const indent = '  '.repeat(path.length - 1);
  const name = path.at(-1) ?? '';
  const about = `${indent}# ${meaningOf(schema, path)}`;
  if (!isMapping(schema)) return [about, `${indent}${name}: ${writtenValue(schema)}`];
  const below = childNamesOf(schema, name).flatMap((child) =>
    linesOf(childSchema(schema, child) ?? {}, [...path, child]),
  );
  return [about, `${indent}${name}:`, ...below];
}

/** What may be written in one line as well (a workflow is a path, or a mapping with one) is written so. */
function isMapping({ properties, additionalProperties, examples }: Schema): boolean {
  return examples === undefined && (properties !== undefined || typeof additionalProperties === 'object');
}

function childNamesOf(schema: Schema, name: string): readonly string[] {
  return typeof schema.additionalProperties === 'object' ? [exampleNames[name] ?? 'name'] : keysOf(schema);
}

function meaningOf(schema: Schema, path: readonly string[]): string {
  const { description = '' } = schema;
  const isNamed = typeof schemaAt(configSchema, path.slice(0, -1))?.additionalProperties === 'object';
  if (isNamed) return `${description} The name is an example.`.trimStart();
  return isExample(schema) ? `${description} An example:` : description;
}

/** A switch is off unless something else is said. */
function isExample(schema: Schema): boolean {
  const { default: usual, description = '' } = schema;
  const isSwitch = typesOf(schema).includes('boolean');
  return usual === undefined && !isSwitch && !isMapping(schema) && !description.includes('default ');
}

/** The default, else an example. */
function writtenValue(schema: Schema): string {
  const written = exampleIn(schema.default === undefined ? schema : { default: schema.default });
  if (written !== null) return written;
  return typesOf(schema).includes('boolean') ? 'false' : '';
}
