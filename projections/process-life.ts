import type {
  EventOf,
  LaunchRequestedData,
  ProcessCompletedData,
  ProcessExitedData,
  ProcessFailedData,
  ProcessHeartbeatData,
  ProcessLostData,
  ProcessQueuedData,
  ProcessSpawnFailedData,
  ProcessStoppedData,
  ProcessStopRequestedData,
  WorkflowFinishedData,
} from '../schemas/event.ts';

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

/** What a supervisor waits for before it starts the command, again or for the first time. */
export type Waiting = {
  readonly supervisor: Identity;
  readonly reason: ProcessQueuedData['reason'] | 'retry';
  readonly after: string | null;
  readonly evidence: Evidence;
};

/** The verdict as somebody wrote it down. */
export type Recorded = {
  readonly status: 'completed' | 'failed' | 'stopped';
  readonly data: ProcessCompletedData | ProcessFailedData | ProcessStoppedData;
  readonly at: string;
  readonly evidence: Evidence;
};

/** The life of a process as its journal tells it. Each phase carries exactly what is known in it. */
export type Life =
  | { readonly phase: 'unheard' }
  | { readonly phase: 'requested'; readonly evidence: Evidence }
  | { readonly phase: 'rejected'; readonly at: string; readonly evidence: Evidence }
  | { readonly phase: 'launched'; readonly supervisor: Identity; readonly evidence: Evidence }
  | { readonly phase: 'waiting'; readonly waiting: Waiting; readonly earlier: Running | null }
  | { readonly phase: 'started'; readonly running: Running; readonly heartbeat: Heartbeat | null }
  | { readonly phase: 'ended'; readonly running: Running | null; readonly ending: Ending };

export type Heartbeat = ProcessHeartbeatData & { readonly at: string; readonly evidence: Evidence };

/** What a later version says beside these is left out: a spread of what was just parsed takes 3 µs. */
export function withHeartbeat(
  { running }: Extract<Life, { phase: 'started' }>,
  { at, data }: EventOf<'process.heartbeat', ProcessHeartbeatData>,
  evidence: Evidence,
): Life {
  const { cpuPercent, elapsedMs, idleMs, memoryBytes, outputBytes, pid, processes, silentMs } = data;
  const heartbeat =
    idleMs === undefined
      ? { cpuPercent, elapsedMs, memoryBytes, outputBytes, pid, processes, silentMs, at, evidence }
      : { cpuPercent, elapsedMs, idleMs, memoryBytes, outputBytes, pid, processes, silentMs, at, evidence };
  return { phase: 'started', running, heartbeat };
}

/** The latest word on what it waits for counts; between two attempts nothing is queued. */
export function withQueue(life: Life, { reason, after }: ProcessQueuedData, evidence: Evidence): Life {
  const supervisor =
    life.phase === 'launched'
      ? life.supervisor
      : life.phase === 'waiting' && life.earlier === null
        ? life.waiting.supervisor
        : null;
  if (supervisor === null) return life;
  return { phase: 'waiting', waiting: { supervisor, reason, after: after ?? null, evidence }, earlier: null };
}

/** The latest attempt that began, if one did. */
export function runningOf(life: Life): Running | null {
  switch (life.phase) {
    case 'started':
    case 'ended':
      return life.running;
    case 'waiting':
      return life.earlier;
    default:
      return null;
  }
}

/** True for a life that has not come to this phase yet. */
const order = ['unheard', 'requested', 'rejected', 'launched', 'waiting', 'started', 'ended'] as const;

export function isBefore(life: Life, phase: (typeof order)[number]): boolean {
  return order.indexOf(life.phase) < order.indexOf(phase);
}
