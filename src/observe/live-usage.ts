import { runningOf } from '../../projections/process-life.ts';
import { monotonicMs } from '../base/clock.ts';
import { treeOf } from '../process/tree.ts';
import { type Usage, UsageSampler } from '../process/usage.ts';
import type { Observed } from './observe.ts';

type Known = { readonly sampler: UsageSampler; usage: Usage; measuredAtMs: number };

const everyMs = 1500;
/** At one look: to find a tree every process of the machine is looked at, some milliseconds for each. */
const treesALook = 3;
const unknown: Usage = { cpuPercent: null, memoryBytes: null };

/** What trees use now, measured in the background now and then; a heartbeat may be half a minute old. */
export class LiveUsage {
  #known = new Map<string, Known>();

  /** Begins to measure those of which nothing was measured for longest; forgets who is not among them. */
  look(running: readonly Observed[]): void {
    const before = this.#known;
    this.#known = new Map(
      running.map(({ id }) => [
        id,
        before.get(id) ?? {
          sampler: new UsageSampler(),
          usage: unknown,
          measuredAtMs: Number.NEGATIVE_INFINITY,
        },
      ]),
    );
    const ageOf = ({ id }: Observed): number => monotonicMs() - (this.#known.get(id)?.measuredAtMs ?? 0);
    const due = running
      .filter((one) => ageOf(one) >= everyMs)
      .toSorted((one, other) => ageOf(other) - ageOf(one));
    for (const one of due.slice(0, treesALook)) this.#measure(one);
  }

  /** Of one that was not measured yet nothing is known. */
  of(id: string): Usage {
    return this.#known.get(id)?.usage ?? unknown;
  }

  #measure({ id, state, probe }: Observed): void {
    const known = this.#known.get(id);
    const running = runningOf(state.life);
    if (known === undefined || running === null || state.spec === null || probe.child !== 'alive') return;
    known.measuredAtMs = monotonicMs();
    const pids = treeOf({ child: running.child, marker: state.spec.marker }).map(({ pid }) => pid);
    void known.sampler.sample(pids).then((usage) => {
      if (usage.memoryBytes !== null) known.usage = usage; // else the members changed while they were looked at
    });
  }
}
