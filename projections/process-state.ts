import type {
  CatalogueEvent,
  LaunchRequestedData,
  LaunchValidatedData,
  ProcessExitedData,
  ProcessHeartbeatData,
  ProcessLostData,
  ProcessSpawnFailedData,
  ProcessStopRequestedData,
  WorkflowFinishedData,
} from '../schemas/event.ts';
import { type Accumulated, accumulate, emptyAccumulated } from './accumulated.ts';

/** Where an event stands, so that every statement can name what it rests on. */
export type Evidence = { readonly type: string; readonly at: string; readonly offset: number };

/** A process of the machine: the number and what tells it from a later one with the same number. */
export type Identity = { readonly pid: number; readonly startToken: string };

export type Spec = LaunchRequestedData & { readonly at: string; readonly marker: string };
export type StopRequest = ProcessStopRequestedData & { readonly at: string; readonly evidence: Evidence };
export type Outcome = Pick<WorkflowFinishedData, 'outcome' | 'message'> & { readonly evidence: Evidence };
export type Running = {
  readonly supervisor: Identity;
  readonly child: Identity;
  readonly startedAt: string;
  readonly attempt: number;
  readonly evidence: Evidence;
};
export type Ending =
  | {
      readonly how: 'exited';
      readonly at: string;
      readonly evidence: Evidence;
      readonly data: ProcessExitedData;
    }
  | {
      readonly how: 'spawn_failed';
      readonly at: string;
      readonly evidence: Evidence;
      readonly data: ProcessSpawnFailedData;
    }
  | {
      readonly how: 'lost';
      readonly at: string;
      readonly evidence: Evidence;
      readonly data: ProcessLostData;
    };

/** The life of a process as its journal tells it. Each phase carries exactly what is known in it. */
export type Life =
  | { readonly phase: 'unheard' }
  | { readonly phase: 'requested'; readonly evidence: Evidence }
  | { readonly phase: 'rejected'; readonly at: string; readonly evidence: Evidence }
  | { readonly phase: 'launched'; readonly supervisor: Identity; readonly evidence: Evidence }
  | { readonly phase: 'started'; readonly running: Running; readonly heartbeat: Heartbeat | null }
  | { readonly phase: 'ended'; readonly running: Running | null; readonly ending: Ending };

export type Heartbeat = ProcessHeartbeatData & { readonly at: string; readonly evidence: Evidence };

export type ProcessState = {
  readonly id: string;
  readonly spec: Spec | null;
  readonly checks: LaunchValidatedData['checks'];
  readonly life: Life;
  readonly stop: StopRequest | null;
  /** The last word of the step runner, or of the engine that is blocked; null while it runs or where it was killed. */
  readonly outcome: Outcome | null;
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
    facts: emptyAccumulated,
  };
}

/**
 * The next state. Pure and total: an event that makes no sense where it stands (a start after the start) changes
 * nothing but the accumulated facts. The first terminal event in file order wins: after it only remarks are added.
 */
export function evolve(state: ProcessState, event: CatalogueEvent, offset: number): ProcessState {
  const evidence: Evidence = { type: event.type, at: event.at, offset };
  const next = { ...state, facts: accumulate(state.facts, event) };
  const { life } = state;
  if (life.phase === 'ended' || life.phase === 'rejected') return isRemark(event) ? next : state;
  switch (event.type) {
    case 'launch.requested':
      return state.spec !== null ? next : withSpec(next, event, evidence);
    case 'launch.validated':
      return withChecks(next, event.data, evidence);
    case 'process.launched':
      return before(life, 'launched')
        ? { ...next, life: { phase: 'launched', supervisor: supervisorOf(event.data), evidence } }
        : next;
    case 'process.started':
      return before(life, 'started') ? { ...next, life: startedLife(event, evidence) } : next;
    case 'process.heartbeat':
      return life.phase === 'started'
        ? { ...next, life: { ...life, heartbeat: { ...event.data, at: event.at, evidence } } }
        : next;
    case 'process.stop_requested':
      return state.stop === null ? { ...next, stop: { ...event.data, at: event.at, evidence } } : next;
    case 'process.spawn_failed':
      return ended(next, { how: 'spawn_failed', at: event.at, evidence, data: event.data });
    case 'process.exited':
      return event.data.willRetry
        ? next
        : ended(next, { how: 'exited', at: event.at, evidence, data: event.data });
    case 'process.lost':
      return ended(next, { how: 'lost', at: event.at, evidence, data: event.data });
    case 'process.warned':
      return event.data.kind === 'blocked'
        ? withOutcome(next, 'blocked', event.data.message, evidence)
        : next;
    case 'process.progressed':
    case 'process.noted':
    case 'step.started':
    case 'step.finished':
    case 'step.failed':
    case 'step.skipped':
      return next;
    case 'workflow.finished':
      return withOutcome(next, event.data.outcome, event.data.message, evidence);
  }
}

/** What may still be said of a process that is over: who of it lives on, what went wrong at its end. */
function isRemark({ type }: CatalogueEvent): boolean {
  return type === 'process.warned' || type === 'process.noted';
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
  if (data.valid || !before(state.life, 'rejected')) return validated;
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

function startedLife(event: Extract<CatalogueEvent, { type: 'process.started' }>, evidence: Evidence): Life {
  const { pid, startToken, attempt } = event.data;
  const supervisor = supervisorOf(event.data);
  const running = { supervisor, child: { pid, startToken }, startedAt: event.at, attempt, evidence };
  return { phase: 'started', running, heartbeat: null };
}

function ended(state: ProcessState, ending: Ending): ProcessState {
  const running = state.life.phase === 'started' ? state.life.running : null;
  return { ...state, life: { phase: 'ended', running, ending } };
}

function supervisorOf(data: {
  readonly supervisorPid: number;
  readonly supervisorStartToken: string;
}): Identity {
  return { pid: data.supervisorPid, startToken: data.supervisorStartToken };
}

const order = ['unheard', 'requested', 'rejected', 'launched', 'started', 'ended'] as const;

function before(life: Life, phase: (typeof order)[number]): boolean {
  return order.indexOf(life.phase) < order.indexOf(phase);
}
