import { section } from '../config/config-schema.ts';
import { originOf, type Settings, type SettingsReading, type TypeSettings } from '../config/settings.ts';
import { stateFolderName } from '../journal/project-paths.ts';
import { redactArguments, redactText } from '../output/redact.ts';

/** Null: not set. */
export type SettingValue = string | number | boolean | null | readonly string[];

/** A setting as it holds, and in words where that comes from. */
export type SettingRow = { readonly key: string; readonly value: SettingValue; readonly origin: string };

/**
 * Every setting with its value, in the units of the configuration, and where that comes from. What a variable says is
 * null: values of variables are shown nowhere.
 */
export function settingRows(reading: SettingsReading): readonly SettingRow[] {
  const { settings } = reading;
  const ours = { ...launchValues(settings), ...diskValues(settings), ...noticeValues(settings) };
  const single = Object.entries(ours).map(([name, value]) => rowOf(reading, `${section}.${name}`, value));
  return [...single, ...typeRows(reading), ...namedRows(reading)];
}

function rowOf(reading: SettingsReading, key: string, value: SettingValue, said: string = key): SettingRow {
  const origin = originOf(reading, said);
  return { key, value: origin.startsWith('environment ') ? null : withoutSecrets(value), origin };
}

type Values = Readonly<Record<string, SettingValue>>;

function launchValues(settings: Settings): Values {
  return {
    validation_enabled: settings.validationEnabled,
    strict_validation: settings.strictValidation,
    monitoring_enabled: settings.monitoringEnabled,
    'watch.idle_exit': settings.watchIdleMs / 1000,
    health_check_interval: settings.heartbeatMs / 1000,
    max_concurrent_processes: settings.maxConcurrent,
    max_process_runtime: secondsOf(settings.maxRuntimeMs),
  };
}

function diskValues(settings: Settings): Values {
  return {
    output_dir: settings.outputFolder ?? `${stateFolderName}/output`,
    max_output: asSize(settings.maxOutputBytes),
    min_free_disk_mb: settings.minFreeDiskBytes / 1024 ** 2,
    auto_cleanup_days: settings.autoCleanupDays ?? 0,
    archive_before_cleanup: settings.archiveBeforeCleanup,
  };
}

function noticeValues({ notifications }: Settings): Values {
  return {
    'notifications.desktop_enabled': notifications.desktopEnabled,
    'notifications.terminal_enabled': notifications.terminalEnabled,
    'notifications.progress_enabled': notifications.progressEnabled,
    'notifications.progress_interval': notifications.progressIntervalPercent,
    'notifications.only_failures': notifications.onlyFailures,
    'notifications.min_duration': notifications.minDurationMs / 1000,
    'notifications.command': notifications.command,
    'notifications.terminal_sequences': notifications.terminalSequences,
  };
}

/** Of a type, what it sets. */
function typeRows(reading: SettingsReading): SettingRow[] {
  return Object.entries(reading.settings.types).flatMap(([type, said]) => {
    const key = `${section}.types.${type}`;
    const values = Object.entries(typeValues(said)).filter(([, value]) => value !== null && value !== false);
    return values.map(([name, value]) => rowOf(reading, `${key}.${name}`, value, key));
  });
}

function typeValues(said: TypeSettings): Values {
  return {
    requires: said.requires.length === 0 ? null : said.requires,
    fail_on: said.failOn,
    done_on: said.doneOn,
    progress: said.progress,
    stall_after: secondsOf(said.stallAfterMs),
    clean_tree: said.cleanTree,
  };
}

function namedRows(reading: SettingsReading): SettingRow[] {
  const { agents, workflows, enginePython } = reading.settings;
  return [
    ...Object.entries(agents).map(([name, { command }]) =>
      rowOf(reading, `agents.${name}.command`, command, `agents.${name}`),
    ),
    ...Object.entries(workflows).map(([name, file]) => rowOf(reading, `workflows.${name}`, file)),
    rowOf(reading, 'engine.python', enginePython),
  ];
}

function secondsOf(ms: number | null): number | null {
  return ms === null ? null : ms / 1000;
}

/** In the largest unit that it is a whole number of, so that it can be written into a configuration. */
function asSize(bytes: number): string {
  const units = ['TiB', 'GiB', 'MiB', 'KiB'];
  const whole = units.findIndex((_, index) => bytes % 1024 ** (units.length - index) === 0);
  return whole === -1 ? `${bytes}B` : `${bytes / 1024 ** (units.length - whole)}${units[whole]}`;
}

function withoutSecrets(value: SettingValue): SettingValue {
  if (typeof value === 'string') return redactText(value);
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return value;
  return redactArguments(value);
}
