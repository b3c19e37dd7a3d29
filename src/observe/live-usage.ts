import { runningOf } from '../../projections/process-life.ts';
import { monotonicMs } from '../base/clock.ts';
import { treeOf } from '../process/tree.ts';
import { type Usage, UsageSampler } from '../process/usage.ts';
import type { Observed } from './observe.ts';

type Known = { readonly sampler: UsageSampler; usage: Usage; dueMs: number };

const everyMs = 1500;
const unknown: Usage = { cpuPercent: null, memoryBytes: null };

/** What trees use now, measured in the background now and then; a heartbeat may be half a minute old. */
export class LiveUsage {
  readonly #known = new Map<string, Known>();

  /** What is known by now; measures anew where that is due. */
  of(observed: Observed): Usage {
    const { id, state, verdict, probe } = observed;
    const running = runningOf(state.life);
    if (verdict.status !== 'running' || probe.child !== 'alive' || running === null || state.spec === null)
      return unknown;
    const known = this.#known.get(id) ?? { sampler: new UsageSampler(), usage: unknown, dueMs: 0 };
    this.#known.set(id, known);
    if (monotonicMs() >= known.dueMs) {
      known.dueMs = monotonicMs() + everyMs;
      const pids = treeOf({ child: running.child, marker: state.spec.marker }).map(({ pid }) => pid);
      void known.sampler.sample(pids).then((usage) => {
        if (usage.memoryBytes !== null) known.usage = usage; // else the members changed while they were looked at
      });
    }
    return known.usage;
  }
}
