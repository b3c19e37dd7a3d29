import { Ajv2020, type SchemaObject } from 'ajv/dist/2020.js';
import standalone from 'ajv/dist/standalone/index.js';

/** Validators that are loaded together, when the first of them is asked for. */
export type ValidatorGroup = {
  readonly name: string;
  /** `strict:<type>` for what we write, `tolerant:<type>` for what we read, else the schema of that name. */
  readonly names: readonly string[];
};

type ReadSchema = (name: string) => SchemaObject;

/** What a launch command writes, and what it is answered. */
const ofLaunch = [
  'launch.requested',
  'launch.validated',
  'launch.repeated',
  'process.launched',
  'process.queued',
  'process.spawn_failed',
];
/** What a supervisor writes. */
const ofSupervisor = [
  'process.started',
  'process.heartbeat',
  'process.progressed',
  'process.warned',
  'process.exited',
];

/**
 * Whoever only looks at what ended loads no validator, and whoever launches or supervises only a few of them: all in
 * one file took 19 ms of each start, a third of what Node itself takes.
 */
export function validatorGroups(eventTypes: readonly string[]): {
  readonly groups: readonly ValidatorGroup[];
  readonly plainSchemas: readonly string[];
} {
  const others = eventTypes.filter((type) => !ofLaunch.includes(type) && !ofSupervisor.includes(type));
  const laterThanLaunch = eventTypes.filter((type) => !ofLaunch.includes(type));
  const strict = (types: readonly string[]) => types.map((type) => `strict:${type}`);
  const tolerant = (types: readonly string[]) => types.map((type) => `tolerant:${type}`);
  const groups = [
    { name: 'envelope', names: ['envelope'] },
    // What a supervisor reads before its command starts.
    { name: 'beginning', names: ['tolerantEnvelope', ...tolerant(ofLaunch)] },
    { name: 'read', names: tolerant(laterThanLaunch) },
    { name: 'launch', names: ['supervision-answer', ...strict(ofLaunch)] },
    { name: 'supervise', names: ['supervision-order', ...strict(ofSupervisor)] },
    { name: 'others', names: ['inbox-cursor', 'archive-manifest', ...strict(others)] },
  ];
  return {
    groups,
    plainSchemas: ['supervision-order', 'supervision-answer', 'inbox-cursor', 'archive-manifest'],
  };
}

/** The table of all validators: each loads its group. */
export function tableSource(groups: readonly ValidatorGroup[]): string {
  const lines = groups.flatMap(({ name, names }) =>
    names.map(
      (one) =>
        `  get ${identifier(one)}() { return require('./validators-${name}.cjs').${identifier(one)}; },`,
    ),
  );
  return `module.exports = {\n${lines.join('\n')}\n};\n`;
}

/** Strict validators for what we write, tolerant ones (`tolerant…`) for what we read. */
export function validatorsSource({ names }: ValidatorGroup, readSchema: ReadSchema): string {
  const ajv = new Ajv2020({
    code: { source: true, esm: false, lines: false },
    strict: true,
    allErrors: false,
    ownProperties: true,
  });
  for (const name of names) ajv.addSchema({ ...schemaOf(name, readSchema), $id: name });
  const source = standaloneSource(ajv, names);
  return names.every((name) => name.startsWith('tolerant')) ? withoutErrors(source) : source;
}

function schemaOf(name: string, readSchema: ReadSchema): SchemaObject {
  const [manner, type] = name.split(':');
  if (name === 'tolerantEnvelope') return tolerantEnvelope(readSchema);
  if (type === undefined) return readSchema(name);
  const schema = readSchema(`events/${type}`);
  return manner === 'tolerant' ? tolerant(schema) : schema;
}

/** `x-kind` says what a text means; src/config checks it. Values of two types are what people write: 30 or 30s. */
export function fileValidatorsSource(names: readonly string[], readSchema: ReadSchema): string {
  const ajv = new Ajv2020({
    code: { source: true, esm: false, lines: false },
    strict: true,
    allErrors: true,
    ownProperties: true,
    allowUnionTypes: true,
    keywords: ['x-kind'],
  });
  for (const name of names) ajv.addSchema({ ...readSchema(name), $id: name });
  return standaloneSource(ajv, names);
}

export function declarationsSource(schemaNames: readonly string[]): string {
  const names = schemaNames.map(identifier);
  const validator = [
    'export type ValidatorError = { readonly instancePath: string; readonly keyword: string; readonly message?: string; readonly propertyName?: string; readonly params: Readonly<Record<string, unknown>> };',
    'export type Validator = { (value: unknown): boolean; errors?: readonly ValidatorError[] | null };',
  ];
  return `${[...validator, ...names.map((name) => `export declare const ${name}: Validator;`)].join('\n')}\n`;
}

function standaloneSource(ajv: Ajv2020, names: readonly string[]): string {
  const exports = Object.fromEntries(names.map((name) => [identifier(name), name]));
  const generate = typeof standalone === 'function' ? standalone : standalone.default;
  return shortcut(generate(ajv, exports));
}

/**
 * ajv counts the code points of every text; there are never more of them than code units, so most texts need no count.
 * The answer is the same, and an envelope is checked in half the time.
 */
function shortcut(source: string): string {
  return source.replace(/(func\d+\((\w+)\)) > (\d+)/g, '$2.length > $3 && $1 > $3');
}

/** Of what is read only yes or no is asked: the words for what is wrong are half of the source. */
function withoutErrors(source: string): string {
  return source.replace(/validate\d+\.errors = \[\{instancePath.*?\}\];return false;/g, 'return false;');
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

function tolerantEnvelope(readSchema: ReadSchema): SchemaObject {
  const schema = tolerant(readSchema('envelope'));
  const required = (schema['required'] as string[]).filter((key) => key !== 'seen');
  return { ...schema, required };
}
