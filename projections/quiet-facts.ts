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
  /** The latest of them, the oldest first; also those that are over. */
  readonly latestStalls: readonly Stall[];
};

/** When a stall was written down, and in what words. */
export type Stall = { readonly at: string; readonly message: string };

/** Enough for whoever asks once a day; all of them are counted. */
const stallLimit = 20;

export const noQuietFacts: QuietFacts = {
  longestIdleMs: null,
  idleMs: null,
  stalledSince: null,
  stalls: 0,
  latestStalls: [],
};

export function evolveQuietFacts(facts: QuietFacts, event: CatalogueEvent): QuietFacts {
  switch (event.type) {
    case 'process.started':
      return { ...facts, idleMs: null, stalledSince: null };
    case 'process.heartbeat': {
      const { idleMs = null } = event.data;
      if (idleMs === null) return facts;
      const longestIdleMs = Math.max(facts.longestIdleMs ?? 0, idleMs);
      if (idleMs === facts.idleMs && longestIdleMs === facts.longestIdleMs) return facts;
      const { stalledSince, stalls, latestStalls } = facts;
      return { longestIdleMs, idleMs, stalledSince, stalls, latestStalls };
    }
    case 'process.warned':
      if (event.data.kind === 'moving') return { ...facts, stalledSince: null };
      return event.data.kind === 'stalled' ? stalled(facts, event.at, event.data.message) : facts;
    default:
      return facts;
  }
}

function stalled(facts: QuietFacts, at: string, message: string): QuietFacts {
  if (facts.stalledSince !== null) return facts;
  const latestStalls = [...facts.latestStalls, { at, message }].slice(-stallLimit);
  return { ...facts, stalledSince: at, stalls: facts.stalls + 1, latestStalls };
}
