import { type Liveness, livenessOf, type Probe } from '../projections/liveness.ts';
import type { ProcessState } from '../projections/process-state.ts';
import type { DataOf } from '../schemas/event.ts';
import type { Effect } from './reactor.ts';

/** A process whose end nobody recorded, and whose supervisor and command are both gone by identity, is lost. */
export function lost(state: ProcessState, probe: Probe): readonly Effect[] {
  const { life, facts } = state;
  if (life.phase === 'ended' || life.phase === 'rejected' || life.phase === 'unheard') return [];
  const reason = reasons[livenessOf(life.phase === 'started' ? 'started' : 'before', probe)];
  if (reason === undefined) return [];
  const startedAt = life.phase === 'started' ? life.running.startedAt : null;
  const lastSeenAt = facts.lastHeartbeatAt ?? startedAt;
  return [{ do: 'append', type: 'process.lost', data: { reason, lastSeenAt } }];
}

const reasons: Partial<Record<Liveness, DataOf<'process.lost'>['reason']>> = {
  gone: 'supervisor_died',
  never_started: 'never_started',
  machine_restarted: 'machine_restarted',
};
