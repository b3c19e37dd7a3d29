import { existsSync } from 'node:fs';
import type { SupervisionOrder } from '../../schemas/generated/types.ts';
import type { AttendedEnd } from '../attend/attend.ts';
import { StopWatch } from '../attend/stop-watch.ts';
import { setCoarseInterval } from '../base/coarse-timer.ts';
import { startTimeLimit } from '../base/time-limit.ts';
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

const lookMs = 1000;

/**
 * Waits between two attempts. True as soon as somebody asks it to end, also if that was just before, or its journal is
 * gone: then nobody wants it any more.
 */
export async function stoppedWithin(
  delayMs: number,
  { journal, id }: Pick<SupervisionOrder, 'journal' | 'id'>,
  ownWriter: string,
): Promise<boolean> {
  const ends: (() => unknown)[] = [];
  const isStopped = await new Promise<boolean>((resolve) => {
    const watch = new StopWatch(journal, id, ownWriter, { asked: () => resolve(true) });
    const pause = startTimeLimit(delayMs, () => resolve(false));
    const look = setCoarseInterval(() => {
      if (!existsSync(journal)) resolve(true);
    }, lookMs);
    ends.push(() => watch.close(), pause.cancel, look.cancel);
  });
  for (const end of ends) await end();
  return isStopped;
}
