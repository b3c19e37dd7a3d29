import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { FailureError } from '../../schemas/failure.ts';
import { sleepMs } from '../base/clock.ts';
import { debug } from '../base/debug.ts';
import type { JournalWriter, PendingEvent } from '../journal/journal-writer.ts';
import { isOurFolder } from '../journal/state-folder.ts';

const firstRetryMs = 250;
const longestRetryMs = 5000;

/**
 * Writes an event that must not be missing, however long the disk stays full: the same event again and again, after
 * giving back the reserve. Gives up only if the journal itself was removed. True once it is durable.
 */
export async function writeAtLast(
  writer: JournalWriter,
  pending: PendingEvent,
  reservePath: string,
): Promise<boolean> {
  for (let waitMs = firstRetryMs; ; waitMs = Math.min(waitMs * 2, longestRetryMs)) {
    try {
      writer.commit(pending);
      return true;
    } catch (error) {
      if (!(error instanceof FailureError) || error.failure.code !== 'append_failed') throw error;
      debug('append failed', { cause: error.failure.cause, retryMs: waitMs });
      if (error.failure.cause === 'it was removed') return false;
      giveBack(reservePath);
    }
    await sleepMs(waitMs);
  }
}

function giveBack(reservePath: string): void {
  try {
    if (isOurFolder(dirname(reservePath))) rmSync(reservePath, { force: true });
  } catch (error) {
    debug('the reserve cannot be given back', { error: String(error) }); // read-only, or a folder in its place
  }
}
