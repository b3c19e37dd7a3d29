import pidusage from 'pidusage';
import { sleepMs } from '../base/clock.ts';

/** What a tree uses together. Null where nothing could be measured: that never means that it is dead. */
export type Usage = { readonly cpuPercent: number | null; readonly memoryBytes: number | null };

const sampleLimitMs = 3000;

/**
 * Samples a tree with pidusage, which needs two looks at a pid to tell its CPU: the first always says 0 and is left
 * out. Never overlaps two samples; a sample that takes over 3 s (PowerShell on Windows can) is given up.
 */
export class UsageSampler {
  #sampled = new Set<number>();
  #busy = false;

  constructor() {
    // With 0 pidusage recurses until it runs out of descriptors; whoever set it did not mean us.
    delete process.env['PIDUSAGE_MAXAGE'];
  }

  async sample(pids: readonly number[]): Promise<Usage> {
    if (this.#busy || pids.length === 0) return { cpuPercent: null, memoryBytes: null };
    this.#busy = true;
    const measuring = this.#measure(pids).finally(() => {
      this.#busy = false;
    });
    return Promise.race([
      measuring,
      sleepMs(sampleLimitMs, { cpuPercent: null, memoryBytes: null }, { ref: false }),
    ]);
  }

  async #measure(pids: readonly number[]): Promise<Usage> {
    const before = this.#sampled;
    this.#sampled = new Set(pids);
    try {
      const found = Object.values(await pidusage([...pids])).filter(
        (one) => one !== null && one !== undefined,
      );
      const seenBefore = found.filter(({ pid }) => before.has(pid));
      return {
        cpuPercent:
          seenBefore.length === 0 ? null : Math.round(sum(seenBefore.map(({ cpu }) => cpu)) * 10) / 10,
        memoryBytes: found.length === 0 ? null : Math.round(sum(found.map(({ memory }) => memory))),
      };
    } catch {
      // A member that died between listing and sampling rejects the whole call: no sample, no conclusion.
      return { cpuPercent: null, memoryBytes: null };
    }
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + (Number.isFinite(value) ? value : 0), 0);
}
