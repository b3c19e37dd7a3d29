import type { ReadEvent } from '../schemas/event.ts';
import { type Fold, foldEvent, startFold } from './fold.ts';
import { judge } from './judge.ts';
import type { Probe } from './liveness.ts';
import type { ProcessState } from './process-state.ts';
import type { Verdict } from './verdict.ts';

/** A point in a history: right behind its n-th event, or a moment in UTC with milliseconds, itself included. */
export type Point = { readonly sequence: number } | { readonly at: string };

/** What the first events of a history make, up to a point. */
export type Then = {
  readonly fold: Fold;
  /** How many belong to it, second copies too: the number of the last one. */
  readonly events: number;
  readonly lastAt: string | null;
  /** There are more, and they do not belong. */
  readonly isPast: boolean;
};

export function setOut(id: string): Then {
  return { fold: startFold(id), events: 0, lastAt: null, isPast: false };
}

/**
 * One event further, unless that leads beyond the point. What belongs is a beginning of the file, never a choice out
 * of it: behind the first event of a later moment nothing counts, though a clock that was set back may date it before.
 * So every state that is shown is one that the history went through.
 */
export function travel(then: Then, read: ReadEvent, point: Point): Then {
  if (then.isPast) return then;
  const belongs = 'at' in point ? read.event.at <= point.at : then.events < point.sequence;
  if (!belongs) return { ...then, isPast: true };
  return {
    fold: foldEvent(then.fold, read),
    events: then.events + 1,
    lastAt: read.event.at,
    isPast: false,
  };
}

/** The whole way. */
export function stateAt(id: string, events: Iterable<ReadEvent>, point: Point): Then {
  let then = setOut(id);
  for (const read of events) {
    then = travel(then, read, point);
    if (then.isPast) break;
  }
  return then;
}

/** What became of it up to there. The machine of then cannot be looked at: whoever was written down as alive, was. */
export function judgeThen(state: ProcessState): Verdict {
  return judge(state, asRecorded(state));
}

export function asRecorded({ life, facts }: ProcessState): Probe {
  const isOrphan = life.phase === 'started' && facts.warnings.some(({ kind }) => kind === 'unsupervised');
  return { launcher: 'alive', supervisor: isOrphan ? 'dead' : 'alive', child: 'alive', rebooted: false };
}
