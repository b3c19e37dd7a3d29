import { monotonicMs } from '../base/clock.ts';
import type { Project } from '../journal/project-paths.ts';
import { prepareFolder } from '../journal/state-folder.ts';
import type { Unreadable } from '../journal/store.ts';
import { ProcessesWatch } from '../observe/processes-watch.ts';
import { type ConsumerPlace, placeOf } from './consumer.ts';
import { holdConsumer } from './consumer-hold.ts';
import { notWritable } from './cursor-file.ts';
import type { News } from './news.ts';
import { type Batch, batchOf, tell } from './tell.ts';

export type InboxWish = {
  readonly consumer: string;
  /** Block until there is something, for so long at most; null: for ever. */
  readonly wait: { readonly limitMs: number | null } | null;
  /** Show it, and leave it where it is. */
  readonly peek: boolean;
};

export type InboxHands = {
  /** Resolves when the events are out of our hands for good; rejects if they did not get there. */
  readonly deliver: (events: readonly News[]) => Promise<void>;
  readonly unreadable: (journals: readonly Unreadable[]) => void;
  /** What this consumer was told is not known any more. */
  readonly damaged: (path: string, cause: string) => void;
};

export type InboxOutcome =
  | { readonly outcome: 'told' | 'nothing' }
  | { readonly outcome: 'timed_out'; readonly waitedMs: number }
  | { readonly outcome: 'busy'; readonly pid: number };

/** How long a call that does not wait for news waits for another one that is just telling the same consumer. */
const holdLimitMs = 5000;

/**
 * Tells a consumer what it has not been told. The consumer is held only while it is told something, so that a call that
 * waits for news keeps nobody from asking. Throws `usage`, `not_writable` and what `deliver` throws.
 */
export async function takeInbox(project: Project, wish: InboxWish, hands: InboxHands): Promise<InboxOutcome> {
  const place = placeOf(project, wish.consumer);
  const limitMs = wish.wait === null ? 0 : (wish.wait.limitMs ?? Number.POSITIVE_INFINITY);
  const deadlineMs = monotonicMs() + limitMs;
  const { watch, unreadable } = await ProcessesWatch.open(project);
  hands.unreadable(unreadable);
  for (;;) {
    const look = (): Batch => batchOf(place.cursor, watch.observed);
    const leftMs = Math.max(0, deadlineMs - monotonicMs());
    const batch = look();
    if (batch.events.length > 0 && wish.peek) return show(place, batch, hands);
    if (isDue(batch) && !wish.peek) {
      const holdMs = wish.wait === null ? holdLimitMs : leftMs;
      const outcome = await take(project, place, look, hands, holdMs);
      if (outcome.outcome !== 'nothing') return outcome;
    }
    if (wish.wait === null) return { outcome: 'nothing' };
    if (leftMs === 0) return { outcome: 'timed_out', waitedMs: limitMs };
    await watch.changed(leftMs);
  }
}

/** A damaged cursor is made anew also when there is nothing to tell. */
function isDue({ found, events }: Batch): boolean {
  return events.length > 0 || found.damage !== null;
}

async function show(place: ConsumerPlace, batch: Batch, hands: InboxHands): Promise<InboxOutcome> {
  sayDamage(place, batch, hands);
  await hands.deliver(batch.events);
  return { outcome: 'told' };
}

/** What was seen before the consumer was held may have been told by somebody else meanwhile, so it is looked at again. */
async function take(
  project: Project,
  place: ConsumerPlace,
  look: () => Batch,
  hands: InboxHands,
  limitMs: number,
): Promise<InboxOutcome> {
  for (const folder of [project.stateFolder, project.runFolder, place.folder, place.holders]) {
    const problem = prepareFolder(folder, folder === project.stateFolder ? 'writes' : 'all');
    if (problem !== null) throw notWritable(problem.path, problem.cause);
  }
  const hold = await holdConsumer(place.holders, limitMs);
  if (!hold.held) return { outcome: 'busy', pid: hold.holder.pid };
  try {
    const batch = look();
    if (!isDue(batch)) return { outcome: 'nothing' };
    sayDamage(place, batch, hands);
    await tell(project, place.cursor, batch, hands.deliver);
    return { outcome: batch.events.length === 0 ? 'nothing' : 'told' };
  } finally {
    hold.release();
  }
}

function sayDamage({ cursor }: ConsumerPlace, { found }: Batch, hands: InboxHands): void {
  if (found.damage !== null) hands.damaged(cursor, found.damage);
}
