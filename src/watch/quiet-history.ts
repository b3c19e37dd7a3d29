import { monotonicMs } from '../base/clock.ts';
import type { Project } from '../journal/project-paths.ts';
import { foldProcesses } from '../journal/store.ts';

/** Asked at most this often: it folds every journal, and only matters to a process that is quiet already. */
const freshForMs = 60_000;

/** How quiet good runs of each type ever were, learned from the journals that lie in the project, archived ones too. */
export class QuietHistory {
  readonly #project: Project;
  #longestMs: ReadonlyMap<string, number> = new Map();
  #learnedAtMs = Number.NEGATIVE_INFINITY;

  constructor(project: Project) {
    this.#project = project;
  }

  /** A run of that type ended well: what it was like counts from now on. */
  forget(): void {
    this.#learnedAtMs = Number.NEGATIVE_INFINITY;
  }

  /** Null if no good run of that type told how quiet it was. */
  longestOf(type: string): number | null {
    if (monotonicMs() - this.#learnedAtMs > freshForMs) {
      this.#longestMs = learn(this.#project);
      this.#learnedAtMs = monotonicMs();
    }
    return this.#longestMs.get(type) ?? null;
  }
}

function learn(project: Project): ReadonlyMap<string, number> {
  const longest = new Map<string, number>();
  for (const { fold } of foldProcesses(project, 'all').folded) {
    const { spec, recorded, life, facts } = fold.state;
    const { longestIdleMs } = facts.quiet;
    const wasGood =
      recorded?.status === 'completed' ||
      (life.phase === 'ended' && life.ending.how === 'exited' && life.ending.data.code === 0);
    if (spec === null || longestIdleMs === null || !wasGood) continue;
    longest.set(spec.type, Math.max(longest.get(spec.type) ?? 0, longestIdleMs));
  }
  return longest;
}
