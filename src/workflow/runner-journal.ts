import { writeAtLast } from '../attend/write-at-last.ts';
import { until } from '../base/clock.ts';
import { debug } from '../base/debug.ts';
import type { JournalWriter } from '../journal/journal-writer.ts';
import type { RunnerEvents } from './try-step.ts';

/** The supervisor looks after the journal every two seconds, and waits until its folder stands still. */
const putBackLimitMs = 6000;
const againMs = 250;

/**
 * Writes down what happens in a workflow, however long the disk stays full. A journal that was removed is waited for: the
 * supervisor puts it back. One that is not put back is not waited for again at each event, but written to once it is there.
 */
export function runnerJournal(writer: JournalWriter, reservePath: string): RunnerEvents {
  let isGone = false;
  return async (type, data) => {
    const pending = writer.prepare(type, data);
    const limitMs = isGone ? 0 : putBackLimitMs;
    const write = async () => ((await writeAtLast(writer, pending, reservePath)) ? true : null);
    const isWritten = await until(write, { limitMs, everyMs: againMs });
    isGone = isWritten === null;
    if (isGone) debug('event dropped: the journal was removed', { type });
  };
}
