import type { ProcessState } from '../projections/process-state.ts';
import type { Effect, Situation } from './reactor.ts';

/** Builds and agents that think are quiet for minutes; what neither writes nor works for ten is rarely well. */
export const stallAfterMs = 10 * 60_000;

/**
 * A stall is no output and no processor time or I/O in the whole tree, for longer than the limit and than good runs of
 * the same type ever were quiet. By heartbeats alone, whose clock stands still while the machine sleeps: no clock is
 * asked here, so suspend and clock jumps raise no alarm. Said once an episode, and taken back when it moves again.
 */
export function stall({ state, probe, quietBeforeMs }: Situation): readonly Effect[] {
  const { life, facts, spec } = state;
  const { idleMs, stalledSince } = facts.quiet;
  if (life.phase !== 'started' || probe.child !== 'alive' || idleMs === null) return [];
  const isQuiet = isQuietFor(idleMs, spec) && idleMs > (quietBeforeMs ?? 0);
  if (isQuiet === (stalledSince !== null)) return [];
  const kind = isQuiet ? 'stalled' : 'moving';
  return [{ do: 'append', type: 'process.warned', data: { kind, message: words(isQuiet, idleMs) } }];
}

/** For longer than its own limit; good runs of before may have been quiet for longer. */
export function isQuietFor(idleMs: number | null, spec: ProcessState['spec']): boolean {
  return idleMs !== null && idleMs > (spec?.limits.stallAfterMs ?? stallAfterMs);
}

function words(isQuiet: boolean, idleMs: number): string {
  if (!isQuiet) return 'it moves again';
  return `stalled: no output, CPU or I/O for ${Math.floor(idleMs / 1000)} s`;
}
