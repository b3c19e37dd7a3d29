import type { Life } from './process-life.ts';

/** Whether a process with exactly this identity is there. What cannot be read is unknown, never dead. */
export type Presence = 'alive' | 'dead' | 'unknown';

/** What a reader found out about the machine at the moment of reading. Nothing of it is written down. */
export type Probe = {
  readonly launcher: Presence;
  readonly supervisor: Presence;
  readonly child: Presence;
  /** The machine was started again since, so nothing of that run can live. */
  readonly rebooted: boolean;
};

/** What a live look adds to a journal that records no end. */
export type Liveness =
  | 'starting' // somebody is still at it: launcher or supervisor lives, no command yet
  | 'waiting' // its supervisor lives and waits for its turn
  | 'running'
  | 'unsupervised' // the command lives on without its supervisor
  | 'unseen' // nothing can be said from here: another machine, or an identity that cannot be read
  | 'unseen_start' // the same, of a launch whose command was not started yet
  | 'unrecorded' // the command is gone; its supervisor lives, or may, but has not said how it ended
  | 'gone' // nobody is left to say how it ended
  | 'never_started'
  | 'machine_restarted';

/** Where a life without a recorded end stands: `between` is between two attempts. */
export type LivePhase = 'before' | 'waiting' | 'between' | 'started';

type Row = {
  readonly label: Liveness;
  readonly phase: LivePhase;
  readonly launcher?: Presence;
  readonly supervisor?: Presence;
  readonly child?: Presence;
  readonly rebooted?: boolean;
};

/** First row that fits wins; a column that a row does not name fits anything. Tested over every combination. */
export const livenessTable: readonly Row[] = [
  { label: 'machine_restarted', phase: 'before', rebooted: true },
  { label: 'machine_restarted', phase: 'started', rebooted: true },
  { label: 'starting', phase: 'before', supervisor: 'alive' },
  { label: 'starting', phase: 'before', launcher: 'alive' },
  { label: 'unseen_start', phase: 'before', supervisor: 'unknown' },
  { label: 'unseen_start', phase: 'before', launcher: 'unknown' },
  { label: 'never_started', phase: 'before' },
  { label: 'machine_restarted', phase: 'waiting', rebooted: true },
  { label: 'waiting', phase: 'waiting', supervisor: 'alive' },
  { label: 'unseen_start', phase: 'waiting', supervisor: 'unknown' },
  { label: 'never_started', phase: 'waiting' },
  { label: 'machine_restarted', phase: 'between', rebooted: true },
  { label: 'waiting', phase: 'between', supervisor: 'alive' },
  { label: 'unseen_start', phase: 'between', supervisor: 'unknown' },
  { label: 'gone', phase: 'between' },
  { label: 'running', phase: 'started', supervisor: 'alive', child: 'alive' },
  { label: 'unsupervised', phase: 'started', supervisor: 'dead', child: 'alive' },
  { label: 'running', phase: 'started', child: 'alive' },
  { label: 'unrecorded', phase: 'started', supervisor: 'alive', child: 'dead' },
  { label: 'unrecorded', phase: 'started', supervisor: 'unknown', child: 'dead' },
  { label: 'gone', phase: 'started', supervisor: 'dead', child: 'dead' },
  { label: 'unseen', phase: 'started' },
];

/** Which rows of the table a life without a recorded end belongs to; null where the end is recorded. */
export function livePhaseOf(life: Life): LivePhase | null {
  switch (life.phase) {
    case 'started':
      return 'started';
    case 'waiting':
      return life.waiting.reason === 'retry' ? 'between' : 'waiting';
    case 'launched':
    case 'requested':
      return 'before';
    default:
      return null;
  }
}

/** Before a supervisor is known, its column is `dead`. */
export function livenessOf(phase: LivePhase, probe: Probe): Liveness {
  const row = livenessTable.find(
    (candidate) =>
      candidate.phase === phase &&
      fits(candidate.rebooted, probe.rebooted) &&
      fits(candidate.launcher, probe.launcher) &&
      fits(candidate.supervisor, probe.supervisor) &&
      fits(candidate.child, probe.child),
  );
  return row?.label ?? 'unseen';
}

function fits<Value>(wanted: Value | undefined, found: Value): boolean {
  return wanted === undefined || wanted === found;
}
