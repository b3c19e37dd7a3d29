import { type Life, runningOf } from './process-life.ts';
import type { ProcessState } from './process-state.ts';
import { summaryOf } from './summary.ts';
import type { Attributes } from './trace.ts';
import type { Verdict } from './verdict.ts';

/**
 * What is said of a run as a whole. Names of OpenTelemetry's conventions (process, CLI programs, version control, errors)
 * where there is one for it, names of our own below `tapps_agents.` for the rest.
 */
export function rootAttributes(state: ProcessState, verdict: Verdict, life: Life): Attributes {
  const { spec } = state;
  const isFailure = verdict.status === 'failed' || verdict.status === 'rejected';
  return {
    'process.executable.name': executableName(spec?.command[0]),
    'process.command_args': spec?.command ?? null,
    'process.pid': runningOf(life)?.child.pid ?? null,
    'process.parent_pid': runningOf(life)?.supervisor.pid ?? null,
    'process.working_directory': spec?.cwd ?? null,
    'process.owner': spec?.user ?? null,
    'process.exit.code': verdict.exitCode,
    'error.type': isFailure ? (verdict.reason ?? '_OTHER') : null,
    'vcs.ref.head.revision': spec?.git?.commit ?? null,
    'vcs.ref.head.name': spec?.git?.branch ?? null,
    'tapps_agents.process.id': state.id,
    'tapps_agents.process.name': spec?.name ?? null,
    'tapps_agents.process.type': spec?.type ?? null,
    'tapps_agents.process.kind': spec?.kind ?? null,
    'tapps_agents.process.status': verdict.status,
    'tapps_agents.process.reason': verdict.reason,
    'tapps_agents.process.signal': verdict.signal,
    'tapps_agents.process.launched_at': spec?.at ?? null,
    ...tagAttributes(spec?.tags ?? {}),
    ...summaryAttributes(state, verdict),
  };
}

/** Of what telemetry calls the resource: who measured, and where. */
export function resourceAttributes({ spec }: Pick<ProcessState, 'spec'>): Attributes {
  return {
    'service.name': 'tapps-agents',
    'service.version': spec?.version ?? null,
    'host.name': spec?.host ?? null,
  };
}

function tagAttributes(tags: Readonly<Record<string, string>>): Attributes {
  return Object.fromEntries(Object.entries(tags).map(([key, value]) => [`tapps_agents.tag.${key}`, value]));
}

function summaryAttributes(state: ProcessState, verdict: Verdict): Attributes {
  const { durationMs, attempts, peakMemoryBytes, cpuPercent, outputBytes, warnings, errorLines } = summaryOf(
    state,
    verdict,
  );
  return {
    'tapps_agents.process.duration_ms': durationMs,
    'tapps_agents.process.attempts': attempts,
    'tapps_agents.process.peak_memory_bytes': peakMemoryBytes,
    'tapps_agents.process.cpu_percent': cpuPercent,
    'tapps_agents.process.output_bytes': outputBytes,
    'tapps_agents.process.warnings': warnings,
    'tapps_agents.process.error_lines': errorLines,
  };
}

function executableName(path: string | undefined): string | null {
  return path?.split(/[\\/]/).at(-1) ?? null;
}
