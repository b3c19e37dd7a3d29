import type { ReadEvent } from '../../schemas/event.ts';
import { FailureError } from '../../schemas/failure.ts';
import { debug } from '../base/debug.ts';
import { readJournal } from '../journal/journal-reader.ts';

/**
 * The supervisor that was launched for this journal, where that is not this program: a second one must neither start
 * the command again nor write how it ended. Null where nobody is named: then the launcher never got so far.
 */
export function rivalIn(path: string, processId: string): number | null {
  let named: number | null = null;
  const sink = {
    event: (read: ReadEvent) => {
      if (read.known && read.event.type === 'process.launched') named = read.event.data.supervisorPid;
    },
    corrupt: () => {},
  };
  try {
    readJournal(path, processId, sink);
  } catch (error) {
    if (!(error instanceof FailureError)) throw error;
    debug('own journal cannot be read', { failure: error.failure }); // whoever was ordered to start does so
  }
  return named === process.pid ? null : named;
}
