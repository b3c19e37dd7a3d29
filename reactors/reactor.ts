import type { Probe } from '../projections/liveness.ts';
import type { ProcessState } from '../projections/process-state.ts';
import type { Told } from '../projections/told-facts.ts';
import type { Verdict } from '../projections/verdict.ts';
import type { DataOf } from '../schemas/event.ts';
import type { Silence } from './silent.ts';

/** A process as its journal tells it, the machine as it is now, and what the watcher knows besides. */
export type Situation = {
  readonly state: ProcessState;
  readonly probe: Probe;
  /** What `judge` makes of both. */
  readonly verdict: Verdict;
  /** Somebody is to be told how it ends, and has not been. Journals of long ago owe nobody anything. */
  readonly isOwed: boolean;
  /** It was alive when it was first looked at, or lost just before: its verdict is this watcher's to write down. */
  readonly wasAlive: boolean;
  /** Its supervisor is dead and the watcher attends it in its place. */
  readonly isAdopted: boolean;
  /** A notice of it is on its way. */
  readonly isBeingTold: boolean;
  /** The longest that good runs of the same type were ever quiet; null where none is known. */
  readonly quietBeforeMs: number | null;
  /** Its supervisor lives and owes a word; null where it owes none. */
  readonly silence: Silence | null;
  readonly policy: Policy;
};

/** What the user wants to be told, and by whom. */
export type Policy = {
  readonly channels: readonly Channel[];
  readonly onlyFailures: boolean;
  readonly minDurationMs: number;
  /** Percent between two notices of progress; null: progress is not told. */
  readonly progressEveryPercent: number | null;
};

export type Channel = Told['channel'];

/** What a notice is about: of the same kind there may be several (stalls, percents). */
export type NoticeSubject = Pick<Told, 'kind' | 'episode'>;

/** What a rule wants done. Data until the last moment: whoever applies the rule performs it. */
export type Effect =
  | Append
  | Tell
  | { readonly do: 'adopt' | 'settle' | 'wake_supervisor' | 'kill_supervisor' };

type AppendOf<Type extends AppendedType> = {
  readonly do: 'append';
  readonly type: Type;
  readonly data: DataOf<Type>;
};
type AppendedType =
  | 'process.lost'
  | 'process.completed'
  | 'process.failed'
  | 'process.stopped'
  | 'process.warned';

export type Append = { [Type in AppendedType]: AppendOf<Type> }[AppendedType];

/** Tell the user; `settles` says that nothing is owed after it. */
export type Tell = {
  readonly do: 'tell';
  readonly notice: NoticeSubject;
  readonly channels: readonly Channel[];
  readonly settles: boolean;
};

/** A rule: from a situation to what must be done about it. Pure; asked again after whatever it wanted was done. */
export type Reactor = (situation: Situation) => readonly Effect[];
