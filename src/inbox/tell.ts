import { failpoint } from '../base/failpoint.ts';
import { listProcessIds, type Project } from '../journal/project-paths.ts';
import { leftoversOf } from '../observe/leftovers.ts';
import type { Observed } from '../observe/observe.ts';
import { type Cursor, moved, untold } from './cursor.ts';
import { type FoundCursor, readCursor, writeCursor } from './cursor-file.ts';
import { type News, newsOf, oldestFirst, withLeftRunning } from './news.ts';

/** What a consumer is about to be told, oldest first. */
export type Batch = { readonly found: FoundCursor; readonly events: readonly News[] };

/** More is told with the next call. */
const batchLimit = 10_000;

/**
 * What was being told when somebody died is told again, with what is new. A cursor that was damaged does not say any
 * more what was told, so all of it may be a repeat.
 */
export function batchOf(path: string, observed: readonly Observed[]): Batch {
  const found = readCursor(path);
  const again = found.cursor.pending.map((one) => ({ ...one, repeat: true }));
  const fresh = untold(found.cursor, observed.flatMap(newsOf)).map((one) => ({
    ...one,
    repeat: found.damage !== null,
  }));
  const first = oldestFirst(fresh).slice(0, batchLimit - again.length);
  return { found, events: oldestFirst([...again, ...withLeftovers(first, observed)]) };
}

/**
 * Tells a batch, once: it is written down as pending, then delivered, then the cursor moves. Who dies in between leaves
 * it pending. Only for the holder of the consumer.
 */
export async function tell(
  project: Project,
  path: string,
  { found, events }: Batch,
  deliver: (events: readonly News[]) => Promise<void>,
): Promise<void> {
  const pending: Cursor = { ...found.cursor, pending: [...events] };
  writeCursor(path, pending);
  failpoint('inbox.after-pending');
  if (events.length > 0) await deliver(events);
  failpoint('inbox.after-output');
  const journals = new Set(listProcessIds(project));
  writeCursor(path, moved(pending, journals), () => failpoint('inbox.before-moved'));
}

/** Looked for only where the journal says that there are some, or nobody saw the end: each look reads all of /proc. */
function withLeftovers(fresh: readonly News[], observed: readonly Observed[]): News[] {
  const byId = new Map(observed.map((one) => [one.id, one]));
  return fresh.map((one) => {
    const state = byId.get(one.process)?.state;
    if (state === undefined || one.kind === 'stalled') return one;
    const mayHave = state.facts.leftRunning.length > 0 || one.reason === 'lost';
    return mayHave ? withLeftRunning(one, leftoversOf(state).length) : one;
  });
}
