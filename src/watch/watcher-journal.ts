import { rmSync, statSync } from 'node:fs';
import { type WatcherFact, watcherInWords } from '../../projections/timeline.ts';
import { FailureError } from '../../schemas/failure.ts';
import { wallTime } from '../base/clock.ts';
import { debug } from '../base/debug.ts';
import { isSystemError } from '../base/system-error.ts';
import { JournalWriter } from '../journal/journal-writer.ts';
import { type Project, watcherJournalPath } from '../journal/project-paths.ts';

/** Something that the watcher did. */
export type Said = {
  readonly at: string;
  readonly type: string;
  readonly process: string | null;
  readonly words: string;
};

/** Beyond this it begins anew: it is there to find out what went wrong lately, and disposable. */
const journalLimitBytes = 1024 * 1024;

/** The watcher's own journal: nothing depends on it, so it never stops the watcher. */
export class WatcherJournal {
  readonly #project: Project;
  readonly #say: (said: Said) => void;
  #writer: JournalWriter | null = null;

  constructor(project: Project, say: (said: Said) => void) {
    this.#project = project;
    this.#say = say;
  }

  /** Tells whoever looks on what was done, without writing it down: it stands in the journal of the process. */
  mention(type: string, process: string | null, words: string): void {
    this.#say({ at: wallTime(), type, process, words });
  }

  append(fact: WatcherFact): void {
    const { type, data } = fact;
    this.mention(type, null, watcherInWords(fact));
    try {
      this.#writer ??= this.#open();
      this.#writer.append(type, data);
    } catch (error) {
      if (!(error instanceof FailureError) && !isSystemError(error)) throw error;
      debug('the watcher cannot write its journal', { type, error: String(error) });
      this.close(); // it was deleted, or there is no room: the next event tries again
    }
  }

  close(): void {
    this.#writer?.close();
    this.#writer = null;
  }

  #open(): JournalWriter {
    const path = watcherJournalPath(this.#project);
    const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
    if (size > journalLimitBytes) rmSync(path, { force: true });
    const created = JournalWriter.create(path, 'watcher', 'watcher');
    return created ?? JournalWriter.open(path, 'watcher', 'watcher');
  }
}
