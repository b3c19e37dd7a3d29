import type { SupervisionOrder } from '../../schemas/generated/types.ts';
import type { JournalWriter } from '../journal/journal-writer.ts';
import { stoppedWithin } from './retry.ts';

const firstRetryMs = 250;
const longestRetryMs = 5000;

/** Does what the system refuses again and again, until it is done; null once somebody asked it to end meanwhile. */
export async function onceAllowed<Done>(
  act: () => Promise<Done>,
  isRefused: (done: Done) => boolean,
  order: Pick<SupervisionOrder, 'journal' | 'id'>,
  writer: JournalWriter,
): Promise<Done | null> {
  for (let waitMs = firstRetryMs; ; waitMs = Math.min(waitMs * 2, longestRetryMs)) {
    const done = await act();
    if (!isRefused(done)) return done;
    if (await stoppedWithin(waitMs, order, writer)) return null;
  }
}
