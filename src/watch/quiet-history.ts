import { monotonicMs } from '../base/clock.ts';
import type { Project } from '../journal/project-paths.ts';
import { goodRunsOfType } from '../observe/runs-of-type.ts';

/** Asked at most this often for a type, and only for a process that is quiet already. */
const freshForMs = 60_000;

type Learned = { readonly longestMs: number | null; readonly atMs: number };

/**
 * How quiet good runs of each type ever were, learned from the newest hundred of them, archived ones too: to fold a
 * whole history took the watcher of 1,000 journals half a second each minute, for as long as something was quiet.
 */
export class QuietHistory {
  readonly #project: Project;
  readonly #learned = new Map<string, Learned>();

  constructor(project: Project) {
    this.#project = project;
  }

  /** A run ended well: what it was like counts from now on. */
  forget(): void {
    this.#learned.clear();
  }

  /** Null if no good run of that type told how quiet it was. */
  async longestOf(type: string): Promise<number | null> {
    const known = this.#learned.get(type);
    if (known !== undefined && monotonicMs() - known.atMs < freshForMs) return known.longestMs;
    const longestMs = await learn(this.#project, type);
    this.#learned.set(type, { longestMs, atMs: monotonicMs() });
    return longestMs;
  }
}

async function learn(project: Project, type: string): Promise<number | null> {
  const runs = await goodRunsOfType(project, type);
  const quiet = runs.flatMap(({ state }) => state.facts.quiet.longestIdleMs ?? []);
  return quiet.length === 0 ? null : Math.max(...quiet);
}
