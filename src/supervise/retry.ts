import { dirname } from 'node:path';
import type { SupervisionOrder } from '../../schemas/generated/types.ts';
import type { AttendedEnd } from '../attend/attend.ts';
import { StopWatch } from '../attend/stop-watch.ts';
import { isGone } from '../base/file-stamp.ts';
import { startTimeLimit } from '../base/time-limit.ts';
import type { JournalWriter } from '../journal/journal-writer.ts';
import type { ChildEnd } from './gate.ts';

/** It failed, by the same rules as the verdict, and nobody asked it to end. */
export function isWorthRetrying(
  { code, signal }: ChildEnd,
  { stop, said }: Pick<AttendedEnd, 'stop' | 'said'>,
  { successCodes, doneOn }: Pick<SupervisionOrder, 'successCodes' | 'doneOn'>,
): boolean {
  if (stop !== null) return false;
  if (said.hasFailed || said.isBlocked || signal !== null) return true;
  return !successCodes.includes(code ?? -1) || (doneOn !== null && !said.isDone);
}

/**
 * Waits between two attempts. True as soon as somebody asks it to end, also if that was just before, or its whole
 * project is gone: a journal that is only removed is put back, as while the command runs.
 */
export async function stoppedWithin(
  delayMs: number,
  { journal, id }: Pick<SupervisionOrder, 'journal' | 'id'>,
  writer: JournalWriter,
): Promise<boolean> {
  const ends: (() => unknown)[] = [];
  const isStopped = await new Promise<boolean>((resolve) => {
    const looked = (): void => {
      writer.tend();
      if (isGone(dirname(dirname(journal)))) resolve(true);
    };
    const watch = new StopWatch(journal, id, writer.by, { looked, asked: () => resolve(true) });
    const pause = startTimeLimit(delayMs, () => resolve(false));
    ends.push(() => watch.close(), pause.cancel);
  });
  for (const end of ends) await end();
  return isStopped;
}
