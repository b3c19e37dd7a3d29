import type { DataOf } from '../../schemas/event.ts';
import { monotonicMs } from '../base/clock.ts';
import { type CoarseTimer, setCoarseTimer } from '../base/coarse-timer.ts';
import { debug } from '../base/debug.ts';
import { workOf } from '../process/tree-work.ts';
import { UsageSampler } from '../process/usage.ts';
import { IdleTime } from './idle-time.ts';
import type { OutputWatch } from './output-watch.ts';
import type { RunTree } from './run-tree.ts';

/** pidusage starts two processes when it is first asked (`getconf`), which a command of a moment need not pay for. */
const firstMs = 2000;

/** Measures the command's whole tree now and then, and remembers what it used at most and on average. */
export class Heartbeats {
  readonly #tree: RunTree;
  readonly #everyMs: number;
  readonly #output: OutputWatch;
  readonly #beat: (data: DataOf<'process.heartbeat'>) => void;
  readonly #sampler = new UsageSampler();
  readonly #startedMs: number;
  #timer: CoarseTimer;
  #stopped = false;
  readonly #idle = new IdleTime();
  #peakMemoryBytes: number | null = null;
  #cpuSamples: number[] = [];

  constructor(
    tree: RunTree,
    { heartbeatMs, ranMs }: { readonly heartbeatMs: number; readonly ranMs: number },
    output: OutputWatch,
    beat: (data: DataOf<'process.heartbeat'>) => void,
  ) {
    this.#tree = tree;
    this.#everyMs = heartbeatMs;
    this.#startedMs = monotonicMs() - ranMs;
    this.#output = output;
    this.#beat = beat;
    // Not on the next beat, which may be now.
    const first = setTimeout(() => void this.#measure(), Math.min(firstMs, heartbeatMs));
    this.#timer = { cancel: () => clearTimeout(first) };
  }

  get elapsedMs(): number {
    return Math.round(monotonicMs() - this.#startedMs);
  }

  /** Mean CPU and peak memory of the samples taken; null for a run too short to have one. */
  get usage(): DataOf<'process.exited'>['usage'] {
    const samples = this.#cpuSamples;
    const mean = samples.reduce((total, one) => total + one, 0) / samples.length;
    return {
      cpuPercent: samples.length === 0 ? null : Math.round(mean * 10) / 10,
      peakMemoryBytes: this.#peakMemoryBytes,
    };
  }

  stop(): void {
    this.#stopped = true;
    this.#timer.cancel();
  }

  async #measure(): Promise<void> {
    try {
      const members = this.#tree.members();
      const idle = this.#idle.look(workOf(members), this.#output.silentMs);
      const pids = members.map(({ pid }) => pid);
      const { cpuPercent, memoryBytes } = await this.#sampler.sample(pids);
      if (this.#stopped) return;
      this.#remember(cpuPercent, memoryBytes);
      this.#beat({
        pid: this.#tree.root.child.pid,
        cpuPercent,
        memoryBytes,
        processes: pids.length,
        elapsedMs: this.elapsedMs,
        outputBytes: this.#output.outputBytes,
        silentMs: this.#output.silentMs,
        ...(idle === null ? {} : { idleMs: idle }),
      });
    } catch (error) {
      debug('heartbeat failed', { error: String(error) }); // EMFILE and the like: the next one may succeed
    }
    if (!this.#stopped) this.#timer = setCoarseTimer(() => void this.#measure(), this.#everyMs);
  }

  #remember(cpuPercent: number | null, memoryBytes: number | null): void {
    if (memoryBytes !== null) this.#peakMemoryBytes = Math.max(this.#peakMemoryBytes ?? 0, memoryBytes);
    // A day of samples is a list of 3,000; beyond that the mean no longer moves.
    if (cpuPercent !== null && this.#cpuSamples.length < 10_000) this.#cpuSamples.push(cpuPercent);
  }
}
