import type { Config } from '../../schemas/generated/types.ts';
import { parseDurationMs } from '../base/duration.ts';
import { parseSizeBytes } from '../base/size.ts';
import type { AgentSettings, NotificationSettings, Settings, TypeSettings } from './settings.ts';

type Section = NonNullable<Config['background_processes']>;
type Named<Entry> = Readonly<Record<string, Entry>>;

/** Settings with what a configuration says laid over them; things by name are replaced name by name. */
export function applyConfig(base: Settings, config: Config): Settings {
  const ours = config.background_processes ?? {};
  return {
    validationEnabled: ours.validation_enabled ?? base.validationEnabled,
    strictValidation: ours.strict_validation ?? base.strictValidation,
    monitoringEnabled: ours.monitoring_enabled ?? base.monitoringEnabled,
    heartbeatMs: durationMs(ours.health_check_interval) ?? base.heartbeatMs,
    watchIdleMs: durationMs(ours.watch?.idle_exit) ?? base.watchIdleMs,
    autoCleanupDays: ours.auto_cleanup_days === 0 ? null : (ours.auto_cleanup_days ?? base.autoCleanupDays),
    notifications: applyNotifications(base.notifications, ours.notifications ?? {}),
    maxConcurrent: ours.max_concurrent_processes ?? base.maxConcurrent,
    maxRuntimeMs: durationMs(ours.max_process_runtime) ?? base.maxRuntimeMs,
    outputFolder: ours.output_dir ?? base.outputFolder,
    maxOutputBytes: parseSizeBytes(ours.max_output ?? '') ?? base.maxOutputBytes,
    minFreeDiskBytes:
      ours.min_free_disk_mb === undefined
        ? base.minFreeDiskBytes
        : Math.round(ours.min_free_disk_mb * 1024 ** 2),
    archiveBeforeCleanup: ours.archive_before_cleanup ?? base.archiveBeforeCleanup,
    types: { ...base.types, ...entriesOf(ours.types, typeOf) },
    agents: { ...base.agents, ...entriesOf(config.agents, agentOf) },
    workflows: {
      ...base.workflows,
      ...entriesOf(config.workflows, (entry) => (typeof entry === 'string' ? entry : entry.file)),
    },
    enginePython: config.engine?.python ?? base.enginePython,
  };
}

/** Seconds as people write them: 4.35 * 1000 is no whole number, and 0.0001 would be none at all. */
export function durationMs(written: number | string | undefined): number | null {
  if (typeof written === 'string') return parseDurationMs(written);
  if (written === undefined || written === 0) return written ?? null;
  return Math.max(1, Math.round(written * 1000));
}

function applyNotifications(
  base: NotificationSettings,
  said: NonNullable<Section['notifications']>,
): NotificationSettings {
  return {
    desktopEnabled: said.desktop_enabled ?? base.desktopEnabled,
    terminalEnabled: said.terminal_enabled ?? base.terminalEnabled,
    progressEnabled: said.progress_enabled ?? base.progressEnabled,
    progressIntervalPercent: said.progress_interval ?? base.progressIntervalPercent,
    onlyFailures: said.only_failures ?? base.onlyFailures,
    minDurationMs: durationMs(said.min_duration) ?? base.minDurationMs,
    command: said.command ?? base.command,
    terminalSequences: said.terminal_sequences ?? base.terminalSequences,
  };
}

function typeOf(said: NonNullable<Section['types']>[string]): TypeSettings {
  return {
    requires: said?.requires ?? [],
    failOn: said?.fail_on ?? null,
    doneOn: said?.done_on ?? null,
    progress: said?.progress ?? null,
    stallAfterMs: durationMs(said?.stall_after),
    cleanTree: said?.clean_tree ?? false,
  };
}

/** Null for an agent that only the engine knows how to run. */
function agentOf(said: NonNullable<Config['agents']>[string]): AgentSettings | null {
  return said?.command === undefined ? null : { command: said.command };
}

function entriesOf<Said, Entry>(
  named: Named<Said> | null | undefined,
  read: (said: Said) => Entry | null,
): Named<Entry> {
  const entries = Object.entries(named ?? {}).map(([name, said]) => [name, read(said)] as const);
  return Object.fromEntries(entries.filter((entry): entry is [string, Entry] => entry[1] !== null));
}
