import type { DiffJson } from '../schemas/generated/types.ts';
import type { Spec } from './process-life.ts';

export type Difference = DiffJson['differences'][number];
type Value = Difference['a'];
type SpecTheme = Exclude<Difference['theme'], 'outcome'>;

/** What was asked for, field by field; the words of the command and the names of the environment are apart. */
export function compareSpecs(a: Spec | null, b: Spec | null): Difference[] {
  if (a === null || b === null) {
    if (a === b) return [];
    const said = (spec: Spec | null): string => (spec === null ? 'cannot be read' : 'is there');
    return [{ theme: 'specification', what: 'launch', a: said(a), b: said(b) }];
  }
  const [left, right] = [fieldsOf(a), fieldsOf(b)];
  const names = new Map([...left, ...right].map(([name, { theme }]) => [name, theme]));
  return [...names].flatMap(([what, theme]) => {
    const difference = { theme, what, a: left.get(what)?.value ?? null, b: right.get(what)?.value ?? null };
    return difference.a === difference.b ? [] : [difference];
  });
}

/** Names on one side alone, sorted. */
export function compareNames(a: readonly string[], b: readonly string[]): DiffJson['environment'] {
  const [left, right] = [new Set(a), new Set(b)];
  const only = (some: Set<string>, others: Set<string>): string[] =>
    [...some].filter((name) => !others.has(name)).sort();
  return { onlyA: only(left, right), onlyB: only(right, left) };
}

type Fields = Map<string, { readonly theme: SpecTheme; readonly value: Value }>;

function fieldsOf(spec: Spec): Fields {
  const fields: Fields = new Map();
  const put = (theme: SpecTheme, values: Readonly<Record<string, Value | undefined>>): void => {
    for (const [name, value = null] of Object.entries(values)) fields.set(name, { theme, value });
  };
  put('specification', { kind: spec.kind, type: spec.type, name: spec.name, cwd: spec.cwd });
  put('specification', { prompt: spec.prompt, ...prefixed('tags', spec.tags) });
  put('specification', prefixed('limits', spec.limits));
  put('specification', prefixed('patterns', spec.patterns));
  put('specification', {
    successCodes: (spec.successCodes ?? [0]).join(','),
    waitTree: spec.waitTree ?? false,
  });
  put('specification', { after: spec.after, output: folderOf(spec.output) });
  put('specification', Object.fromEntries((spec.requires ?? []).map((need) => [`requires.${need}`, need])));
  put('configuration', { configHash: spec.configHash });
  put('git', prefixed('git', { commit: null, branch: null, dirty: null, ...spec.git }));
  put('versions', { version: spec.version, engineVersion: spec.engineVersion });
  put('machine', { host: spec.host, user: spec.user });
  return fields;
}

function prefixed(
  prefix: string,
  values: Readonly<Record<string, Value | undefined>>,
): Record<string, Value> {
  return Object.fromEntries(Object.entries(values).map(([key, value = null]) => [`${prefix}.${key}`, value]));
}

/** The file is called after the process, so only where it lies can differ. */
function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}
