import type { Evidence } from './process-life.ts';

export type Status = 'rejected' | 'queued' | 'running' | 'completed' | 'failed' | 'stopped';
export type Health = 'healthy' | 'stalled' | 'unsupervised' | 'unknown' | 'ended';
export type Reason =
  | 'exit_code'
  | 'signal'
  | 'timeout'
  | 'lost'
  | 'spawn_failed'
  | 'output_limit'
  | 'output_error'
  | 'done_missing'
  | 'blocked'
  | 'artifact_missing'
  | 'validation'
  | 'stopped';

/** What became of a process, why, and the events that say so. */
export type Verdict = {
  readonly status: Status;
  readonly reason: Reason | null;
  readonly message: string | null;
  readonly health: Health;
  readonly endedAt: string | null;
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly because: readonly Evidence[];
};

/** A verdict on what has ended. */
export function over(
  status: Status,
  reason: Reason | null,
  message: string | null,
  endedAt: string | null,
): Verdict {
  return { status, reason, message, health: 'ended', endedAt, exitCode: null, signal: null, because: [] };
}

/** A verdict on what has not. */
export function going(status: Status, health: Health, message: string | null): Verdict {
  return { ...over(status, null, message, null), health };
}
