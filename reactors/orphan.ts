import { livenessOf } from '../projections/liveness.ts';
import type { Effect, Situation } from './reactor.ts';

/** A command that lives on without its supervisor is attended by the watcher in its place, and the journal says so. */
export function orphan({ state, probe, isAdopted }: Situation): readonly Effect[] {
  const { life, facts } = state;
  if (life.phase !== 'started' || livenessOf('started', probe) !== 'unsupervised') return [];
  const isSaid = facts.warnings.some(({ kind }) => kind === 'unsupervised');
  const message = 'its supervisor died; the command lives on and is watched';
  return [
    ...(isSaid
      ? []
      : [{ do: 'append', type: 'process.warned', data: { kind: 'unsupervised', message } } as const]),
    ...(isAdopted ? [] : [{ do: 'adopt' } as const]),
  ];
}
