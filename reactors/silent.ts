import { livenessOf, livePhaseOf, type Probe } from '../projections/liveness.ts';
import type { ProcessState } from '../projections/process-state.ts';
import type { Effect, Situation } from './reactor.ts';

/** What a living supervisor owes the journal: how its command ended, or that it started it. */
export type AwaitedWord = 'start' | 'end';

/** For how long that word has been waited for. */
export type Silence = {
  readonly awaited: AwaitedWord;
  readonly forMs: number;
  /** Since something was done about it, or since it began. */
  readonly untouchedMs: number;
  /** How often something was done about it. */
  readonly touched: number;
};

/** The word takes some 20 ms; a busy machine is given this long. */
const patienceMs = 3000;
/** Also in vain it is asked again, less and less often: the disk may be full, or the whole tree waited for. */
const longestPatienceMs = 60_000;
/** A launcher waits 30 s for the start. Who owes it for longer than this, its launcher gone, never comes to it. */
const giveUpAfterMs = 60_000;

/**
 * A supervisor that owes a word is woken up: it may have been stopped. One that never came to start anything, and whose
 * launcher is gone, holds a slot for nothing: it is ended, and then the process is lost.
 */
export function silent({ silence }: Situation): readonly Effect[] {
  if (silence === null) return [];
  const { awaited, forMs, untouchedMs, touched } = silence;
  if (untouchedMs < Math.min(patienceMs * 2 ** touched, longestPatienceMs)) return [];
  const isHopeless = awaited === 'start' && forMs >= giveUpAfterMs;
  return [{ do: isHopeless ? 'kill_supervisor' : 'wake_supervisor' }];
}

/** Null where no word is owed, or nobody is there who owes it. While a launcher lives, the start is its business. */
export function awaitedWord({ life }: ProcessState, probe: Probe): AwaitedWord | null {
  if (probe.supervisor !== 'alive') return null;
  if (life.phase === 'launched') return probe.launcher === 'dead' ? 'start' : null;
  const phase = livePhaseOf(life);
  return phase !== null && livenessOf(phase, probe) === 'unrecorded' ? 'end' : null;
}
