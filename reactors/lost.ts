import { type Liveness, livenessOf, livePhaseOf, type Probe } from '../projections/liveness.ts';
import { runningOf } from '../projections/process-life.ts';
import type { ProcessState } from '../projections/process-state.ts';
import type { DataOf } from '../schemas/event.ts';
import type { Effect } from './reactor.ts';

/** A process whose end nobody recorded, and whose supervisor and command are both gone by identity, is lost. */
export function lost(state: ProcessState, probe: Probe): readonly Effect[] {
  const { life, facts } = state;
  const phase = livePhaseOf(life);
  if (phase === null) return [];
  const reason = reasons[livenessOf(phase, probe)];
  if (reason === undefined) return [];
  const lastSeenAt = facts.lastHeartbeatAt ?? runningOf(life)?.startedAt ?? null;
  return [{ do: 'append', type: 'process.lost', data: { reason, lastSeenAt } }];
}

const reasons: Partial<Record<Liveness, DataOf<'process.lost'>['reason']>> = {
  gone: 'supervisor_died',
  never_started: 'never_started',
  machine_restarted: 'machine_restarted',
};
