import type { Config } from '../../schemas/generated/types.ts';
import { faultsInConfig, isConfig } from '../../schemas/validate-file.ts';
import { applyConfig } from './apply-config.ts';
import { faultsAgainst, faultsInMeaning } from './config-checks.ts';
import { type ConfigProblem, type Place, problemAt, wholeFile } from './config-problem.ts';
import { childSchema, configSchema, type Schema, section } from './config-schema.ts';
import { readEnvironment, variableOf, variableProblem } from './environment.ts';
import { kindFaults } from './kind-words.ts';
import { defaultSettings, type Settings, type SettingsReading } from './settings.ts';
import type { Environment } from './user-file.ts';
import { type Path, readYamlDocument } from './yaml-document.ts';

export type Sources = {
  readonly projectFile: string;
  readonly userFile: string | null;
  readonly env: Environment;
};

/** One source that is well: what it says, and where it says it. */
type Layer = {
  readonly config: Config;
  readonly placeOf: (path: Path) => Place;
  readonly originOf: (path: Path) => string;
};

type Reading = { readonly layers: readonly Layer[]; readonly problems: readonly ConfigProblem[] };

/** Settings of all sources that are well, the problems of all, and where each value comes from. */
export function readSources({ projectFile, userFile, env }: Sources): SettingsReading {
  const readings = [
    ...(userFile === null ? [] : [readFileLayer(userFile, 'user')]),
    readFileLayer(projectFile, 'project'),
    readVariables(env),
  ];
  const layers = readings.flatMap((reading) => reading.layers);
  const settings = layers.reduce((base, { config }) => applyConfig(base, config), defaultSettings);
  const origins = Object.fromEntries(
    layers.flatMap(({ config, originOf }) =>
      pathsIn(config, configSchema).map((path) => [path.join('.'), originOf(path)]),
    ),
  );
  const problems = readings.flatMap((reading) => reading.problems);
  const impossible = intervalFault(settings, layers, origins);
  if (impossible === null) return { settings, problems, origins };
  const { heartbeatMs, maxRuntimeMs } = defaultSettings;
  const { [interval.join('.')]: _none, [limit.join('.')]: _neither, ...others } = origins;
  return {
    settings: { ...settings, heartbeatMs, maxRuntimeMs },
    problems: [...problems, impossible],
    origins: others,
  };
}

function readFileLayer(file: string, whose: 'user' | 'project'): Reading {
  // What lies in a home that is not ours to read must not stop every launch.
  const document = readYamlDocument(file, whose === 'user' ? 'warning' : 'error');
  if (document === null) return { layers: [], problems: [] };
  const config = document.value ?? {};
  const faults = [...faultsAgainst(config, configSchema, faultsInConfig(config)), ...faultsInMeaning(config)];
  const found = faults.map(({ path, part, ...words }) => problemAt(document.placeOf(path, part), words));
  const problems = [...document.problems, ...found].sort(byPlace);
  if (problems.some(({ severity }) => severity === 'error') || !isConfig(config)) {
    return { layers: [], problems };
  }
  const placeOf = (path: Path): Place => document.placeOf(path, 'key');
  const originOf = (path: Path): string => `${whose} file ${file}:${placeOf(path).line ?? 1}`;
  return { layers: [{ config, placeOf, originOf }], problems };
}

/** Each variable stands for itself: one that is wrong leaves the others alone. */
function readVariables(env: Environment): Reading {
  const { values, problems } = readEnvironment(env);
  const layers: Layer[] = [];
  const found: ConfigProblem[] = [];
  for (const variable of values) {
    const { name, config } = variable;
    const words = [
      ...faultsAgainst(undefined, configSchema, faultsInConfig(config)),
      ...kindFaults(config, configSchema),
      ...faultsInMeaning(config),
    ];
    found.push(...words.slice(0, 1).map((first) => variableProblem(variable, first)));
    const isWell = words.every(({ severity }) => severity === 'warning');
    if (!isWell || !isConfig(config)) continue;
    layers.push({ config, placeOf: () => wholeFile(null), originOf: () => `environment ${name}` });
  }
  return { layers, problems: [...problems, ...found] };
}

const interval: Path = [section, 'health_check_interval'];
const limit: Path = [section, 'max_process_runtime'];

/** Whoever says neither gets what fits; whoever says both must not wait longer for a heartbeat than for the end. */
function intervalFault(
  settings: Settings,
  layers: readonly Layer[],
  origins: SettingsReading['origins'],
): ConfigProblem | null {
  const said = layers.findLast(
    ({ config }) => config.background_processes?.health_check_interval !== undefined,
  );
  if (said === undefined || settings.heartbeatMs <= (settings.maxRuntimeMs ?? Number.POSITIVE_INFINITY)) {
    return null;
  }
  const place = said.placeOf(interval);
  const who = place.file === null ? `${variableOf(interval)}: ` : '';
  const message = `${who}health_check_interval is longer than max_process_runtime`;
  const hint = `shorten it, or raise the limit (${origins[limit.join('.')] ?? ''})`;
  return problemAt(place, { message, hint });
}

/** Every value that was said; a thing by name is one value. */
function pathsIn(value: unknown, schema: Schema, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([name, child]): Path[] => {
    const expected = childSchema(schema, name);
    if (expected === null || (path.length === 0 && name === 'scoring')) return [];
    const isBranch = expected.properties !== undefined && Object.hasOwn(schema.properties ?? {}, name);
    const hasNames = typeof expected.additionalProperties === 'object';
    return isBranch || hasNames ? pathsIn(child, expected, [...path, name]) : [[...path, name]];
  });
}

function byPlace(a: ConfigProblem, b: ConfigProblem): number {
  return (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0);
}
