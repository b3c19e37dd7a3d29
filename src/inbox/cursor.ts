import type { InboxCursor, InboxTold } from '../../schemas/generated/types.ts';
import type { News } from './news.ts';

/** What a consumer was told, process by process, and the batch that it is being told. */
export type Cursor = InboxCursor;

/** A consumer that nobody knows: all that lies in the journals is news to it. */
export const newCursor: Cursor = { v: 1, told: [], pending: [] };

/**
 * How many processes without a journal are remembered, the latest: a journal can come back, when another branch is
 * checked out, or an archive is unpacked.
 */
const goneLimit = 10_000;

/** What of the news this consumer was not told, nor is being told. */
export function untold({ told, pending }: Cursor, news: readonly News[]): News[] {
  const known = tableOf(told, pending);
  return news.filter(({ process, kind, episode }) => {
    const one = known.get(process);
    if (one === undefined) return true;
    return kind === 'stalled' ? one.stalls < episode : !one.ended;
  });
}

/** The pending batch has been told. `journals`: the ids that lie there now. */
export function moved({ told, pending }: Cursor, journals: ReadonlySet<string>): Cursor {
  const all = [...tableOf(told, pending).values()];
  const gone = all.filter(({ process }) => !journals.has(process)).map(({ process }) => process);
  const forgotten = new Set(gone.slice(0, Math.max(0, gone.length - goneLimit)));
  return { v: 1, told: all.filter(({ process }) => !forgotten.has(process)), pending: [] };
}

/** In the order in which they were first told of. */
function tableOf(told: readonly InboxTold[], pending: readonly News[]): Map<string, InboxTold> {
  const table = new Map(told.map((one) => [one.process, one]));
  for (const { process, kind, episode } of pending) {
    const { ended, stalls } = table.get(process) ?? { ended: false, stalls: 0 };
    const isEnd = kind !== 'stalled';
    table.set(process, { process, ended: ended || isEnd, stalls: Math.max(stalls, episode) });
  }
  return table;
}
