import { summaryOf } from '../projections/summary.ts';
import type { Verdict } from '../projections/verdict.ts';
import type { DataOf } from '../schemas/event.ts';
import type { Append, Effect, Situation } from './reactor.ts';

const messageLimitChars = 2000;
const evidenceLimit = 64;

/**
 * What has ended is judged, once. Only of processes that somebody is owed a word about, or that were seen alive: the
 * journals of long ago are left as they were committed. Where nobody is owed a word it is settled with that: no notice
 * comes after which the claims of the dead would go.
 */
export function verdict({ state, verdict: judged, isOwed, wasAlive }: Situation): readonly Effect[] {
  if (state.life.phase !== 'ended' || state.recorded !== null || !(isOwed || wasAlive)) return [];
  const { because, message } = judged;
  const written = {
    message: message === null ? null : message.slice(0, messageLimitChars),
    evidence: because.slice(0, evidenceLimit).map((evidence) => ({ ...evidence })),
    summary: summaryOf(state, judged),
  };
  const effect = effectOf(judged, written);
  if (effect === null) return [];
  return isOwed ? [effect] : [effect, { do: 'settle' }];
}

function effectOf(
  { status, reason }: Verdict,
  written: Omit<DataOf<'process.failed'>, 'reason'>,
): Append | null {
  switch (status) {
    case 'completed':
      return { do: 'append', type: 'process.completed', data: { ...written, reason: null } };
    case 'stopped':
      return { do: 'append', type: 'process.stopped', data: { ...written, reason: 'stopped' } };
    case 'failed': {
      // What was refused never gets here, so a failure without a reason of the list would be a mistake of `judge`.
      const named = reason === null || reason === 'validation' ? 'lost' : reason;
      return { do: 'append', type: 'process.failed', data: { ...written, reason: named } };
    }
    case 'rejected':
    case 'queued':
    case 'running':
      return null;
  }
}
