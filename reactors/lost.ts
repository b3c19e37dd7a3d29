import { type Liveness, livenessOf, livePhaseOf, type Probe } from '../projections/liveness.ts';
import { runningOf } from '../projections/process-life.ts';
import type { ProcessState } from '../projections/process-state.ts';
import type { DataOf } from '../schemas/event.ts';
import type { Effect, Situation } from './reactor.ts';

/** A process whose end nobody recorded, and whose supervisor and command are both gone by identity, is lost. */
export function lost({ state, probe, isAdopted }: Situation): readonly Effect[] {
  // The watcher that attends it reads the rest of its output first, and gives it up then.
  const data = isAdopted ? null : lossOf(state, probe);
  return data === null ? [] : [{ do: 'append', type: 'process.lost', data }];
}

/** What is to be written down of a loss; null where there is none. */
export function lossOf(state: ProcessState, probe: Probe): DataOf<'process.lost'> | null {
  const { life, facts } = state;
  const phase = livePhaseOf(life);
  const reason = phase === null ? undefined : reasons[livenessOf(phase, probe)];
  if (reason === undefined) return null;
  return { reason, lastSeenAt: facts.lastHeartbeatAt ?? runningOf(life)?.startedAt ?? null };
}

const reasons: Partial<Record<Liveness, DataOf<'process.lost'>['reason']>> = {
  gone: 'supervisor_died',
  never_started: 'never_started',
  machine_restarted: 'machine_restarted',
};
