import { runningOf } from '../../projections/process-life.ts';
import type { ProcessState } from '../../projections/process-state.ts';
import type { Verdict } from '../../projections/verdict.ts';
import type { InboxNews } from '../../schemas/generated/types.ts';
import type { Observed } from '../observe/observe.ts';

/** Something that whoever asks is told once: that a process has ended, or that it has stalled. */
export type News = InboxNews;

/** As much as the shape of an event allows. */
const messageLimitChars = 4000;

/** What there is to tell of one process: its stalls, and its end. Of one that waits or runs well there is nothing. */
export function newsOf({ id, state, verdict, corruptLines }: Observed): News[] {
  const about = { process: id, status: verdict.status, repeat: false, of: state.spec?.kind ?? 'command' };
  const { stalls, latestStalls } = state.facts.quiet;
  const stalled = latestStalls.map(({ at, message }, index) => {
    const episode = stalls - latestStalls.length + index + 1;
    return { ...about, kind: 'stalled', reason: null, message: clipped(message), at, episode } as const;
  });
  const kind = endingKind(verdict, state, corruptLines);
  if (kind === null) return stalled;
  const { reason, message } = verdict;
  const end = { ...about, kind, reason, message: clipped(message), at: endedAt(verdict, state), episode: 0 };
  return [...stalled, end];
}

/** By when it happened, then by id; what has no time comes first. */
export function oldestFirst(news: readonly News[]): News[] {
  return [...news].sort((a, b) => compare(a.at ?? '', b.at ?? '') || compare(a.process, b.process));
}

/** The same end, of a process that left others behind which still run. */
export function withLeftRunning(end: News, count: number): News {
  if (count === 0) return end;
  const who = count === 1 ? '1 process it started still runs' : `${count} processes it started still run`;
  const tail = `, but ${who}`;
  const words = (end.message ?? end.kind).slice(0, messageLimitChars - tail.length);
  return { ...end, message: `${words}${tail}` };
}

/**
 * Null for what has not ended: an orphan that still runs, an end that a living supervisor has yet to write down, a
 * launch of which nothing was written yet. Who asked for a launch was told itself that it was refused.
 */
function endingKind({ status, health }: Verdict, { life }: ProcessState, corruptLines: number) {
  if (health !== 'ended' || (life.phase === 'unheard' && corruptLines === 0)) return null;
  return status === 'completed' || status === 'failed' || status === 'stopped' ? status : null;
}

/** Of an end that nobody saw: the last that was heard of it. */
function endedAt({ endedAt: recordedAt }: Verdict, { facts, life, spec }: ProcessState): string | null {
  return recordedAt ?? facts.lastHeartbeatAt ?? runningOf(life)?.startedAt ?? spec?.at ?? null;
}

function clipped<Text extends string | null>(text: Text): Text | string {
  return text === null ? text : text.slice(0, messageLimitChars);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
