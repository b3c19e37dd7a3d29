import type { Verdict } from '../projections/verdict.ts';

/** What a launch waits for, as it is now; null where it waits for nothing of that kind. */
export type QueueSituation = {
  readonly after: Awaited | null;
  readonly place: Place | null;
};

/** The process that must complete first. Its verdict is null when its journal is gone. */
export type Awaited = { readonly id: string; readonly verdict: Verdict | null };

/** Among the tickets that count, which may run as many as the limit says. */
export type Place = {
  readonly limit: number;
  /** Null: none was taken yet. */
  readonly ticket: number | null;
  readonly living: ReadonlyArray<{ readonly number: number; readonly settled: boolean }>;
};

export type Turn =
  | { readonly turn: 'go' }
  | { readonly turn: 'wait'; readonly for: 'after' | 'ticket' | 'limit' | 'undecided' }
  | { readonly turn: 'blocked'; readonly message: string };

/** Whose turn it is: first what must complete before it, then the order of the tickets. */
export function queue({ after, place }: QueueSituation): Turn {
  const first = after === null ? completed : turnAfter(after);
  if (first.turn !== 'go' || place === null) return first;
  const { limit, ticket, living } = place;
  if (ticket === null) return { turn: 'wait', for: 'ticket' };
  const before = living.filter(({ number }) => number < ticket);
  if (before.length < limit) return { turn: 'go' };
  // One that is not settled may step back in this very moment.
  const settled = before.filter((one) => one.settled);
  return { turn: 'wait', for: settled.length < limit ? 'undecided' : 'limit' };
}

const completed: Turn = { turn: 'go' };

function turnAfter({ id, verdict }: Awaited): Turn {
  // An end that its supervisor may still tell otherwise is none yet.
  if (verdict !== null && verdict.health !== 'ended') return { turn: 'wait', for: 'after' };
  switch (verdict?.status) {
    case 'completed':
      return completed;
    case 'queued':
    case 'running':
      return { turn: 'wait', for: 'after' };
    case 'failed':
    case 'stopped':
    case 'rejected':
    case undefined:
      return { turn: 'blocked', message: blockedWords(id, verdict) };
  }
}

const messageLimitChars = 1000;

function blockedWords(id: string, verdict: Verdict | null): string {
  const end = verdict === null ? 'was removed' : endWords[verdict.status];
  const why = whyOf(verdict);
  return `${id}, which it was to start after, ${end}${why}`.slice(0, messageLimitChars);
}

/** "was stopped: stopped: for lunch" says it twice. */
function whyOf(verdict: Verdict | null): string {
  if (verdict === null || verdict.message === null) return '';
  return `: ${verdict.status === 'stopped' ? verdict.message.replace(/^stopped: /, '') : verdict.message}`;
}

const endWords: Readonly<Record<Verdict['status'], string>> = {
  failed: 'failed',
  stopped: 'was stopped',
  rejected: 'was rejected',
  completed: 'completed',
  queued: 'is queued',
  running: 'runs',
};
