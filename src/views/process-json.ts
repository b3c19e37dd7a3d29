import { type Identity, runningOf } from '../../projections/process-life.ts';
import type { ProcessState } from '../../projections/process-state.ts';
import type { Verdict } from '../../projections/verdict.ts';
import type { ProcessJson } from '../../schemas/generated/types.ts';

export type ProcessFacts = {
  readonly id: string;
  readonly state: ProcessState;
  readonly verdict: Verdict;
  readonly corruptLines: number;
  readonly journal: string;
  readonly output: string | null;
  /** How long it will still take, where that can be estimated. */
  readonly etaMs: number | null;
};

/** A process as every command's `--json` has it (`schemas/output/process.schema.json`), and as the text views read it. */
export function processJson(facts: ProcessFacts, nowMs: number): ProcessJson {
  const { state, verdict } = facts;
  const { spec, life } = state;
  const running = runningOf(life);
  const supervisor = supervisorOf(life);
  return {
    id: facts.id,
    name: spec?.name ?? null,
    type: spec?.type ?? null,
    kind: spec?.kind ?? null,
    status: verdict.status,
    reason: verdict.reason,
    message: verdict.message,
    command: spec === null ? [] : [...spec.command],
    cwd: spec?.cwd ?? null,
    prompt: spec?.prompt ?? null,
    tags: { ...spec?.tags },
    pid: running?.child.pid ?? null,
    supervisorPid: supervisor?.pid ?? null,
    host: spec?.host ?? null,
    launchedAt: spec?.at ?? null,
    startedAt: running?.startedAt ?? null,
    endedAt: verdict.endedAt,
    elapsedMs: elapsedMs(facts, nowMs),
    exitCode: verdict.exitCode,
    signal: verdict.signal,
    attempt: running?.attempt ?? 1,
    ...measured(facts),
    ...remarks(facts),
    journal: facts.journal,
    output: facts.output,
    corruptLines: facts.corruptLines,
  };
}

function measured({
  state,
  verdict,
  etaMs,
}: ProcessFacts): Pick<
  ProcessJson,
  'progress' | 'etaMs' | 'health' | 'usage' | 'lastHeartbeatAt' | 'outputBytes'
> {
  const { facts, life } = state;
  const heartbeat = life.phase === 'started' && verdict.status === 'running' ? life.heartbeat : null;
  return {
    progress: { ...facts.progress },
    etaMs,
    health: verdict.health,
    usage: {
      cpuPercent: heartbeat?.cpuPercent ?? null,
      memoryBytes: heartbeat?.memoryBytes ?? null,
      peakMemoryBytes: facts.peakMemoryBytes,
      processes: heartbeat?.processes ?? null,
    },
    lastHeartbeatAt: facts.lastHeartbeatAt,
    outputBytes: facts.outputBytes,
  };
}

function remarks({
  state,
  verdict,
}: ProcessFacts): Pick<ProcessJson, 'errors' | 'warnings' | 'checks' | 'notified' | 'because'> {
  const { facts, checks } = state;
  const failedChecks = checks.filter(({ ok }) => !ok);
  const dropped = facts.warningsDropped === 0 ? [] : [`… and ${facts.warningsDropped} more warnings`];
  const errors = failedChecks.filter(({ severity }) => severity === 'error').map(({ message }) => message);
  const said = facts.output.errorLines.map(({ line }) => line);
  const ownError = verdict.status === 'failed' && verdict.message !== null ? [verdict.message] : [];
  const warned = failedChecks.filter(({ severity }) => severity === 'warning').map(({ message }) => message);
  return {
    errors: [...errors, ...ownError, ...said],
    warnings: [...warned, ...facts.warnings.map(({ message }) => message), ...dropped],
    checks: checks.map((check) => ({ ...check })),
    notified: facts.told
      .filter(({ outcome }) => outcome === 'sent')
      .map(({ kind, channel, at }) => ({ kind, channel, at })),
    because: verdict.because.map((evidence) => ({ ...evidence })),
  };
}

/** Since the start: of a run that is over by the supervisor's own clock, else by the wall clocks. Null if it never ran. */
function elapsedMs({ state, verdict }: ProcessFacts, nowMs: number): number | null {
  const { life } = state;
  if (life.phase === 'ended' && life.ending.how === 'exited') return life.ending.data.durationMs;
  const running = runningOf(life);
  if (running === null) return null;
  const lastSign = state.facts.lastHeartbeatAt ?? running.startedAt;
  const isGoing = verdict.status === 'running' || verdict.status === 'queued';
  const untilMs = isGoing ? nowMs : Date.parse(verdict.endedAt ?? lastSign);
  return Math.max(0, Math.round(untilMs - Date.parse(running.startedAt)));
}

function supervisorOf(life: ProcessState['life']): Identity | null {
  if (life.phase === 'launched') return life.supervisor;
  if (life.phase === 'waiting') return life.waiting.supervisor;
  return runningOf(life)?.supervisor ?? null;
}
