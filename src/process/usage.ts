import { sleepMs } from '../base/clock.ts';

/** What a tree uses together. Null where nothing could be measured: that never means that it is dead. */
export type Usage = { readonly cpuPercent: number | null; readonly memoryBytes: number | null };

/** One look at some pids, as pidusage takes it: by pid, nothing of those that are gone. */
export type Look = (pids: number[]) => Promise<Readonly<Record<string, Seen | null | undefined>>>;

type Seen = {
  readonly pid: number;
  /** Since the last look at it. */
  readonly cpu: number;
  readonly memory: number;
  /** Processor time, and time, since it began: milliseconds. */
  readonly ctime?: number;
  readonly elapsed?: number;
};

const sampleLimitMs = 3000;

/**
 * Samples a tree with pidusage, which needs two looks at a pid to tell its CPU: the first always says 0, so a pid that
 * was not seen before counts by its life so far, or children that come and go would be nothing. Never overlaps two
 * samples; a sample that takes over 3 s (PowerShell on Windows can) is given up.
 */
export class UsageSampler {
  readonly #look: Look;
  #sampled = new Set<number>();
  #busy = false;

  constructor(look: Look = lookWithPidusage) {
    this.#look = look;
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
    this.#sampled = new Set();
    try {
      const found = Object.values(await this.#look([...pids])).filter(
        (one) => one !== null && one !== undefined,
      );
      this.#sampled = new Set(found.map(({ pid }) => pid));
      const cpu = sum(found.map((one) => (before.has(one.pid) ? one.cpu : cpuOfLife(one))));
      const memory = sum(found.map((one) => one.memory));
      return {
        cpuPercent: cpu === null ? null : Math.round(cpu * 10) / 10,
        memoryBytes: memory === null ? null : Math.round(memory),
      };
    } catch {
      // A member that died between listing and sampling rejects the whole call: no sample, no conclusion.
      return { cpuPercent: null, memoryBytes: null };
    }
  }
}

/** Loaded for the first look: a start does not wait for it, and where it cannot be loaded that look has measured nothing. */
async function lookWithPidusage(pids: number[]): ReturnType<Look> {
  const { default: pidusage } = await import('pidusage');
  return pidusage(pids);
}

/** Not a number where it is not known. */
function cpuOfLife({ ctime = Number.NaN, elapsed = 0 }: Seen): number {
  return elapsed > 0 ? (ctime / elapsed) * 100 : Number.NaN;
}

/** Null if nothing was measured: NaN, infinities (a clock that ticks 0 times a second) and less than nothing are no measure. */
function sum(values: readonly number[]): number | null {
  const measured = values.filter((value) => Number.isFinite(value) && value >= 0);
  return measured.length === 0 ? null : measured.reduce((total, value) => total + value, 0);
}
