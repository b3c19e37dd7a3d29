import configJson from '../../schemas/config.schema.json' with { type: 'json' };
import expertsJson from '../../schemas/experts.schema.json' with { type: 'json' };

/** As much of a JSON Schema as is needed to name keys and to say what belongs there. */
export type Schema = {
  readonly type?: string | readonly string[];
  /** What a text means: `duration`, `size`, `line-pattern`, `progress-pattern`, `text`, `command`. */
  readonly 'x-kind'?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly patternProperties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly maxLength?: number;
  readonly examples?: readonly unknown[];
  readonly default?: unknown;
  readonly description?: string;
  readonly deprecated?: boolean;
};

export const configSchema: Schema = configJson;
export const expertsSchema: Schema = expertsJson;

/** Our section; everything in it is ours alone. */
export const section = 'background_processes';

/** The schema of what lies at a path; null for what no schema knows. */
export function schemaAt(schema: Schema, path: readonly string[]): Schema | null {
  let at: Schema | null = schema;
  for (const name of path) {
    if (at === null) return null;
    at = childSchema(at, name);
  }
  return at;
}

/** The schema of one key, or of each entry of a list. */
export function childSchema(schema: Schema, name: string): Schema | null {
  const { properties = {}, patternProperties = {}, additionalProperties, items } = schema;
  if (Object.hasOwn(properties, name)) return properties[name] ?? null;
  const matching = Object.entries(patternProperties).find(([pattern]) => new RegExp(pattern).test(name));
  if (matching !== undefined) return matching[1];
  return typeof additionalProperties === 'object' ? additionalProperties : (items ?? null);
}

export function keysOf(schema: Schema | null): string[] {
  return Object.keys(schema?.properties ?? {});
}

export function typesOf({ type = [] }: Schema): readonly string[] {
  return typeof type === 'string' ? [type] : type;
}

export type Leaf = { readonly path: readonly string[]; readonly schema: Schema };

/** The single values of our section, those in `notifications` too; lists and mappings by name are none. */
export function scalarLeaves(
  schema: Schema = configSchema.properties?.[section] ?? {},
  path: readonly string[] = [section],
): Leaf[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, child]): Leaf[] => {
    if (child.properties !== undefined) return scalarLeaves(child, [...path, name]);
    const isScalar = typesOf(child).every((type) => type !== 'array' && type !== 'object');
    return isScalar ? [{ path: [...path, name], schema: child }] : [];
  });
}

/** A key as people say it: below our section its name is enough. */
export function shownKey(path: readonly string[]): string {
  const short = path[0] === section && path.length > 1 ? path.slice(1) : path;
  return short.join('.') || 'the file';
}
