import type { CatalogueEvent } from '../schemas/event.ts';

/** How quiet a run was, and whether that was called a stall. */
export type QuietFacts = {
  /** Longest time, by its heartbeats, in which neither output nor processor time nor I/O moved. */
  readonly longestIdleMs: number | null;
  /** By the newest heartbeat. */
  readonly idleMs: number | null;
  readonly stalledSince: string | null;
  /** Stalls so far, this one included. */
  readonly stalls: number;
};

export const noQuietFacts: QuietFacts = {
  longestIdleMs: null,
  idleMs: null,
  stalledSince: null,
  stalls: 0,
};

export function evolveQuietFacts(facts: QuietFacts, event: CatalogueEvent): QuietFacts {
  switch (event.type) {
    case 'process.started':
      return { ...facts, idleMs: null, stalledSince: null };
    case 'process.heartbeat': {
      const { idleMs = null } = event.data;
      if (idleMs === null) return facts;
      return { ...facts, idleMs, longestIdleMs: Math.max(facts.longestIdleMs ?? 0, idleMs) };
    }
    case 'process.warned':
      if (event.data.kind === 'moving') return { ...facts, stalledSince: null };
      if (event.data.kind !== 'stalled' || facts.stalledSince !== null) return facts;
      return { ...facts, stalledSince: event.at, stalls: facts.stalls + 1 };
    default:
      return facts;
  }
}
