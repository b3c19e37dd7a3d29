import type { Situation } from './reactor.ts';

/** What is to be removed: as somebody asked, or as the settings say. */
export type CleanupWish = {
  readonly status: 'completed' | 'failed' | 'all';
  /** How long ago it must have ended. */
  readonly olderThanMs: number;
  /** Nobody asked for it just now. */
  readonly isAutomatic: boolean;
  /** Its journal is kept, in the history. */
  readonly archives: boolean;
};

export type CleanupSubject = Pick<Situation, 'state' | 'verdict'> & {
  /** A notice of its end is owed, or waits to be shown. */
  readonly isUntold: boolean;
  /** Members of its tree that live on. */
  readonly leftRunning: number;
};

/**
 * The record is the journal with all that is kept beside it: removed, or moved into the history. In this order: the
 * journal tells of the output.
 */
export type CleanupEffect = { readonly do: 'remove_output' | 'archive_record' | 'remove_record' };

/**
 * What is removed of a process: nothing while it runs, waits, or may. By itself nothing goes that failed, whose end
 * somebody has yet to be told, or of which something lives on.
 */
export function cleanup(subject: CleanupSubject, wish: CleanupWish, nowMs: number): readonly CleanupEffect[] {
  if (!isWanted(subject, wish) || !isOldEnough(subject, wish, nowMs)) return [];
  const { isUntold, leftRunning } = subject;
  if (wish.isAutomatic && (isUntold || leftRunning > 0)) return [];
  return [{ do: 'remove_output' }, { do: wish.archives ? 'archive_record' : 'remove_record' }];
}

/** `ended` is nobody's guess: a supervisor that may still say how it ended is waited for. */
function isWanted({ state, verdict }: CleanupSubject, wish: CleanupWish): boolean {
  if (verdict.health !== 'ended') return false;
  if (wish.isAutomatic) return verdict.status === 'completed' && state.life.phase === 'ended';
  return wish.status === 'all' || verdict.status === wish.status;
}

/** What nobody saw end is as old as the last that was heard of it; what says nothing goes when age does not matter. */
function isOldEnough({ state, verdict }: CleanupSubject, wish: CleanupWish, nowMs: number): boolean {
  if (wish.olderThanMs === 0) return true;
  const last = verdict.endedAt ?? state.facts.lastHeartbeatAt ?? state.spec?.at;
  return last !== undefined && nowMs - Date.parse(last) >= wish.olderThanMs;
}
