import type { Probe } from '../projections/liveness.ts';
import type { ProcessState } from '../projections/process-state.ts';
import type { DataOf } from '../schemas/event.ts';

/** What a rule wants done. Data until the last moment: whoever applies the rule performs it. */
export type Effect = {
  readonly do: 'append';
  readonly type: 'process.lost';
  readonly data: DataOf<'process.lost'>;
};

/** A rule: from a process as its journal tells it, and a look at the machine, to what must be done. Pure. */
export type Reactor = (state: ProcessState, probe: Probe) => readonly Effect[];
