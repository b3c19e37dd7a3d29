import type { ConfigProblem } from './config-problem.ts';
import { namesSetting } from './environment-names.ts';
import { isThere } from './is-there.ts';
import { type Environment, userConfigFile } from './user-file.ts';

export type { ConfigProblem } from './config-problem.ts';

export type Settings = {
  readonly validationEnabled: boolean;
  readonly strictValidation: boolean;
  readonly monitoringEnabled: boolean;
  readonly heartbeatMs: number;
  /** The watcher ends when nothing has run for so long. */
  readonly watchIdleMs: number;
  /** Null: finished processes are never removed by themselves. */
  readonly autoCleanupDays: number | null;
  readonly notifications: NotificationSettings;
  readonly maxConcurrent: number;
  readonly maxRuntimeMs: number | null;
  /** As written; relative to the project root. Null: the usual folder. */
  readonly outputFolder: string | null;
  readonly maxOutputBytes: number;
  readonly minFreeDiskBytes: number;
  readonly archiveBeforeCleanup: boolean;
  /** By names that users give: ask with `Object.hasOwn`. So in `agents` and `workflows`. */
  readonly types: Readonly<Record<string, TypeSettings>>;
  readonly agents: Readonly<Record<string, AgentSettings>>;
  /** Paths of workflow files as written, relative to the project root. */
  readonly workflows: Readonly<Record<string, string>>;
  readonly enginePython: string;
};

/** Of a program that stays: who asks again may be told otherwise. */
export type SettingsNow = { readonly now: Settings };

export type NotificationSettings = {
  readonly desktopEnabled: boolean;
  readonly terminalEnabled: boolean;
  readonly progressEnabled: boolean;
  readonly progressIntervalPercent: number;
  readonly onlyFailures: boolean;
  readonly minDurationMs: number;
  readonly command: readonly string[] | null;
  readonly terminalSequences: boolean;
};

/** What holds for processes of one type; patterns compile. */
export type TypeSettings = {
  readonly requires: readonly string[];
  readonly failOn: string | null;
  readonly doneOn: string | null;
  readonly progress: string | null;
  readonly stallAfterMs: number | null;
  readonly cleanTree: boolean;
};

export type AgentSettings = { readonly command: readonly string[] };

export const defaultSettings: Settings = {
  validationEnabled: true,
  strictValidation: false,
  monitoringEnabled: true,
  heartbeatMs: 30_000,
  watchIdleMs: 60_000,
  autoCleanupDays: 7,
  notifications: {
    desktopEnabled: true,
    terminalEnabled: true,
    progressEnabled: false,
    progressIntervalPercent: 25,
    onlyFailures: false,
    minDurationMs: 0,
    command: null,
    terminalSequences: false,
  },
  maxConcurrent: 3,
  maxRuntimeMs: null,
  outputFolder: null,
  maxOutputBytes: 2 * 1024 ** 3,
  minFreeDiskBytes: 200 * 1024 ** 2,
  archiveBeforeCleanup: false,
  types: {},
  agents: {},
  workflows: {},
  enginePython: 'python3',
};

export type SettingsReading = {
  readonly settings: Settings;
  readonly problems: readonly ConfigProblem[];
  /** By dotted key (`background_processes.max_output`), in words. A key that is not in here has its default. */
  readonly origins: Readonly<Record<string, string>>;
};

/**
 * Reads the settings: environment before project file before user file before defaults. It never throws for what
 * stands there: a file or a variable with an error contributes nothing, and its problems come along.
 */
export async function readSettings(projectFile: string, env: Environment): Promise<SettingsReading> {
  const userFile = userConfigFile(env, process.platform);
  const isPlain =
    !isThere(projectFile) &&
    (userFile === null || !isThere(userFile)) &&
    !Object.keys(env).some(namesSetting);
  if (isPlain) return { settings: defaultSettings, problems: [], origins: {} };
  // The YAML reader, the validators and the pattern engine are loaded by who has settings, by nobody else.
  const { readSources } = await import('./settings-sources.ts');
  return readSources({ projectFile, userFile, env });
}

/** Where the value of a key comes from: `default`, `project file …:3`, `user file …:3`, `environment NAME`. */
export function originOf({ origins }: SettingsReading, key: string): string {
  return Object.hasOwn(origins, key) ? (origins[key] ?? 'default') : 'default';
}
