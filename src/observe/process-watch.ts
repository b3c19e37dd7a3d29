import { statSync } from 'node:fs';
import { monotonicMs, sleepMs } from '../base/clock.ts';
import { hasCode } from '../base/system-error.ts';
import { readingPath } from '../journal/journal-places.ts';
import type { Project } from '../journal/project-paths.ts';
import { type Observed, observe } from './observe.ts';

const lookMs = 50;
/** A process can die without a word in its journal, so the machine is looked at this often all the same. */
const probeEveryMs = 500;

/** Looks at one process again whenever its journal changes, and twice a second in any case. Needs no service. */
export class ProcessWatch {
  readonly #project: Project;
  readonly #id: string;
  #seen = '';
  #probedAtMs = Number.NEGATIVE_INFINITY;

  constructor(project: Project, id: string) {
    this.#project = project;
    this.#id = id;
  }

  /** What became of it, as soon as there may be news; null when nothing changed within `limitMs`. */
  async next(limitMs: number): Promise<Observed | null> {
    const deadlineMs = monotonicMs() + limitMs;
    for (;;) {
      const stamp = this.#stamp();
      if (stamp !== this.#seen || monotonicMs() - this.#probedAtMs >= probeEveryMs) {
        this.#seen = stamp;
        this.#probedAtMs = monotonicMs();
        return observe(this.#project, this.#id);
      }
      const leftMs = deadlineMs - monotonicMs();
      if (leftMs <= 0) return null;
      await sleepMs(Math.min(lookMs, leftMs));
    }
  }

  #stamp(): string {
    try {
      const { size, mtimeMs, ino } = statSync(readingPath(this.#project, this.#id));
      return `${ino} ${size} ${mtimeMs}`;
    } catch (error) {
      if (hasCode(error, 'ENOENT')) return 'gone';
      throw error;
    }
  }
}
