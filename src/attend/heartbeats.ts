import type { DataOf } from '../../schemas/event.ts';
import { monotonicMs } from '../base/clock.ts';
import { debug } from '../base/debug.ts';
import { type TreeRoot, treeOf } from '../process/tree.ts';
import { UsageSampler } from '../process/usage.ts';
import type { OutputWatch } from './output-watch.ts';

const firstMs = 1000;

type BeatingRun = { readonly root: TreeRoot; readonly heartbeatMs: number; readonly ranMs: number };

/** Measures the command's whole tree now and then, and remembers what it used at most and on average. */
export class Heartbeats {
  readonly #root: TreeRoot;
  readonly #everyMs: number;
  readonly #output: OutputWatch;
  readonly #beat: (data: DataOf<'process.heartbeat'>) => void;
  readonly #sampler = new UsageSampler();
  readonly #startedMs: number;
  #timer: NodeJS.Timeout;
  #stopped = false;
  #peakMemoryBytes: number | null = null;
  #cpuSamples: number[] = [];

  constructor(
    { root, heartbeatMs, ranMs }: BeatingRun,
    output: OutputWatch,
    beat: (data: DataOf<'process.heartbeat'>) => void,
  ) {
    this.#root = root;
    this.#everyMs = heartbeatMs;
    this.#startedMs = monotonicMs() - ranMs;
    this.#output = output;
    this.#beat = beat;
    // The first look of pidusage at a pid knows no CPU yet; it is taken early so that the first heartbeat has one.
    void this.#sampler.sample([root.child.pid]);
    this.#timer = setTimeout(() => void this.#measure(), Math.min(firstMs, heartbeatMs));
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
    clearTimeout(this.#timer);
  }

  async #measure(): Promise<void> {
    try {
      const pids = treeOf(this.#root).map(({ pid }) => pid);
      const { cpuPercent, memoryBytes } = await this.#sampler.sample(pids);
      if (this.#stopped) return;
      this.#remember(cpuPercent, memoryBytes);
      this.#beat({
        pid: this.#root.child.pid,
        cpuPercent,
        memoryBytes,
        processes: pids.length,
        elapsedMs: this.elapsedMs,
        outputBytes: this.#output.outputBytes,
        silentMs: this.#output.silentMs,
      });
    } catch (error) {
      debug('heartbeat failed', { error: String(error) }); // EMFILE and the like: the next one may succeed
    }
    if (!this.#stopped) this.#timer = setTimeout(() => void this.#measure(), this.#everyMs);
  }

  #remember(cpuPercent: number | null, memoryBytes: number | null): void {
    if (memoryBytes !== null) this.#peakMemoryBytes = Math.max(this.#peakMemoryBytes ?? 0, memoryBytes);
    // A day of samples is a list of 3,000; beyond that the mean no longer moves.
    if (cpuPercent !== null && this.#cpuSamples.length < 10_000) this.#cpuSamples.push(cpuPercent);
  }
}
