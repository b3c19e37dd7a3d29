import type { ReadEvent } from '../schemas/event.ts';
import type { Fold } from './fold.ts';
import { judgeThen } from './time-travel.ts';
import type { Status } from './verdict.ts';

/** What an event changed, beyond what it says itself. */
export type MomentMark =
  | { readonly mark: 'status'; readonly status: Status }
  | { readonly mark: 'most_memory'; readonly bytes: number }
  | {
      readonly mark: 'took';
      readonly durationMs: number;
      readonly cpuPercent: number | null;
      readonly peakMemoryBytes: number | null;
    }
  | { readonly mark: 'copy' };

/** A new peak is worth a word when it is this much higher than the last. */
const peakStep = 1.1;

/** What stands out when a history goes on by one event. */
export function marksOf(before: Fold, read: ReadEvent, after: Fold): MomentMark[] {
  if (after.events === before.events) return [{ mark: 'copy' }];
  return [...statusMarks(before, after), ...usageMarks(before, read)];
}

function statusMarks({ state: before }: Fold, { state: after }: Fold): MomentMark[] {
  const { status } = judgeThen(after);
  const isNew = before.life.phase === 'unheard' || judgeThen(before).status !== status;
  return isNew && after.life.phase !== 'unheard' ? [{ mark: 'status', status }] : [];
}

function usageMarks({ state: before }: Fold, { known, event }: ReadEvent): MomentMark[] {
  if (!known) return [];
  if (event.type === 'process.heartbeat') {
    const { memoryBytes: bytes } = event.data;
    const peakBytes = before.facts.peakMemoryBytes;
    const isPeak = bytes !== null && peakBytes !== null && bytes >= peakBytes * peakStep;
    return isPeak ? [{ mark: 'most_memory', bytes }] : [];
  }
  if (event.type !== 'process.exited') return [];
  const { durationMs, usage } = event.data;
  return [{ mark: 'took', durationMs, ...usage }];
}
