import { judge } from '../../projections/judge.ts';
import type { Probe } from '../../projections/liveness.ts';
import type { ProcessState } from '../../projections/process-state.ts';
import type { Policy, Situation } from '../../reactors/reactor.ts';
import { stateAfter } from '../projections/told.ts';
import type { GivenEvent } from '../rig/given-journal.ts';

export const everyChannel: Policy = {
  channels: ['desktop', 'terminal', 'log', 'command'],
  onlyFailures: false,
  minDurationMs: 0,
  progressEveryPercent: null,
};

/** How things stand after these events and with this look; `more` is what the watcher knows besides. */
export function situation(
  events: readonly GivenEvent[] | ProcessState,
  probe: Probe,
  more: Partial<Situation> = {},
): Situation {
  const state = 'facts' in events ? events : stateAfter(...events);
  return {
    state,
    probe,
    verdict: judge(state, probe),
    isOwed: false,
    wasAlive: true,
    isAdopted: false,
    isBeingTold: false,
    quietBeforeMs: null,
    silence: null,
    policy: everyChannel,
    ...more,
  };
}
