import type { CatalogueEvent, LaunchValidatedData } from '../schemas/event.ts';
import { type Accumulated, accumulate, emptyAccumulated } from './accumulated.ts';
import {
  type Ending,
  type Evidence,
  type Identity,
  isBefore,
  type Life,
  type Outcome,
  type Recorded,
  runningOf,
  type Spec,
  type StopRequest,
  withHeartbeat,
  withQueue,
} from './process-life.ts';
import { isRemark, isSilent, recordedIn } from './remarks.ts';

export type ProcessState = {
  readonly id: string;
  readonly spec: Spec | null;
  readonly checks: LaunchValidatedData['checks'];
  readonly life: Life;
  readonly stop: StopRequest | null;
  /** The last word of the step runner, or of the engine that is blocked; null while it runs or where it was killed. */
  readonly outcome: Outcome | null;
  /** Attempts that began. */
  readonly attempts: number;
  readonly firstStartedAt: string | null;
  readonly recorded: Recorded | null;
  readonly facts: Accumulated;
};

export function initialState(id: string): ProcessState {
  return {
    id,
    spec: null,
    checks: [],
    life: { phase: 'unheard' },
    stop: null,
    outcome: null,
    attempts: 0,
    firstStartedAt: null,
    recorded: null,
    facts: emptyAccumulated,
  };
}

/**
 * The next state. Pure and total: an event that makes no sense where it stands (a start after the start) changes
 * nothing but the accumulated facts. The first terminal event in file order wins: after it only remarks are added.
 */
export function evolve(state: ProcessState, event: CatalogueEvent, offset: number): ProcessState {
  const evidence: Evidence = { type: event.type, at: event.at, offset };
  const next = withFacts(state, accumulate(state.facts, event));
  const { life } = state;
  if (life.phase === 'ended' || life.phase === 'rejected')
    return isRemark(event) ? withRemark(state, next.facts, event, evidence) : state;
  if (isSilent(event)) return next;
  switch (event.type) {
    case 'launch.requested':
      return state.spec !== null ? next : withSpec(next, event, evidence);
    case 'launch.validated':
      return withChecks(next, event.data, evidence);
    case 'process.launched':
      return isBefore(life, 'launched')
        ? { ...next, life: { phase: 'launched', supervisor: supervisorOf(event.data), evidence } }
        : next;
    case 'process.queued':
      return { ...next, life: withQueue(life, event.data, evidence) };
    case 'process.started':
      return isBefore(life, 'started') ? withStart(next, event, evidence) : next;
    case 'process.heartbeat':
      if (life.phase === 'started') next.life = withHeartbeat(life, event, evidence);
      return next;
    case 'process.stop_requested':
      return state.stop === null ? { ...next, stop: { ...event.data, at: event.at, evidence } } : next;
    case 'process.spawn_failed':
      return ended(next, { how: 'spawn_failed', at: event.at, evidence, data: event.data });
    case 'process.exited':
      return event.data.willRetry
        ? betweenAttempts(next, evidence)
        : ended(next, { how: 'exited', at: event.at, evidence, data: event.data });
    case 'process.lost':
      return ended(next, { how: 'lost', at: event.at, evidence, data: event.data });
    case 'process.warned':
      return event.data.kind === 'blocked'
        ? withOutcome(next, 'blocked', event.data.message, evidence)
        : next;
    case 'workflow.finished':
      return withOutcome(next, event.data.outcome, event.data.message, evidence);
  }
}

type Draft = { -readonly [Key in keyof ProcessState]: ProcessState[Key] };

/** As a spread, but V8 copies fields that are written out twenty times faster. */
function withFacts(state: ProcessState, facts: Accumulated): Draft {
  return {
    id: state.id,
    spec: state.spec,
    checks: state.checks,
    life: state.life,
    stop: state.stop,
    outcome: state.outcome,
    attempts: state.attempts,
    firstStartedAt: state.firstStartedAt,
    recorded: state.recorded,
    facts,
  };
}

/**
 * The first verdict that was written down stands, and what the output is said to hold afterwards changes none. What was
 * refused has neither; that it was launched again, or archived, can be said of it too.
 */
function withRemark(
  state: ProcessState,
  { output: _, quiet: __, ...remarked }: Accumulated,
  event: CatalogueEvent,
  evidence: Evidence,
): ProcessState {
  if (state.life.phase !== 'ended') {
    const { repeatedAs, archived } = remarked;
    return { ...state, facts: { ...state.facts, repeatedAs, archived } };
  }
  const { output, quiet } = state.facts;
  const facts = { ...remarked, output, quiet };
  return { ...state, facts, recorded: state.recorded ?? recordedIn(event, evidence) };
}

function withSpec(
  state: ProcessState,
  event: Extract<CatalogueEvent, { type: 'launch.requested' }>,
  evidence: Evidence,
): ProcessState {
  const marker = `${event.process}.${event.by.slice(event.by.indexOf('.') + 1)}`;
  const life: Life = state.life.phase === 'unheard' ? { phase: 'requested', evidence } : state.life;
  return { ...state, spec: { ...event.data, at: event.at, marker }, life };
}

function withChecks(state: ProcessState, data: LaunchValidatedData, evidence: Evidence): ProcessState {
  const validated = { ...state, checks: data.checks };
  if (data.valid || !isBefore(state.life, 'rejected')) return validated;
  return { ...validated, life: { phase: 'rejected', at: evidence.at, evidence } };
}

function withOutcome(
  state: ProcessState,
  outcome: Outcome['outcome'],
  message: string | null,
  evidence: Evidence,
): ProcessState {
  return state.outcome === null ? { ...state, outcome: { outcome, message, evidence } } : state;
}

/** An attempt ended and another one will follow: until then its supervisor waits. */
function betweenAttempts(state: ProcessState, evidence: Evidence): ProcessState {
  if (state.life.phase !== 'started') return state;
  const { running } = state.life;
  const waiting = { supervisor: running.supervisor, reason: 'retry', after: null, evidence } as const;
  return { ...state, life: { phase: 'waiting', waiting, earlier: running } };
}

function withStart(
  state: ProcessState,
  event: Extract<CatalogueEvent, { type: 'process.started' }>,
  evidence: Evidence,
): ProcessState {
  const { pid, startToken, attempt } = event.data;
  const supervisor = supervisorOf(event.data);
  const running = { supervisor, child: { pid, startToken }, startedAt: event.at, attempt, evidence };
  return {
    ...state,
    life: { phase: 'started', running, heartbeat: null },
    attempts: Math.max(state.attempts, attempt),
    firstStartedAt: state.firstStartedAt ?? event.at,
    outcome: attempt > 1 ? null : state.outcome,
  };
}

function ended(state: ProcessState, ending: Ending): ProcessState {
  const running = runningOf(state.life);
  return { ...state, life: { phase: 'ended', running, ending } };
}

function supervisorOf(data: {
  readonly supervisorPid: number;
  readonly supervisorStartToken: string;
}): Identity {
  return { pid: data.supervisorPid, startToken: data.supervisorStartToken };
}
