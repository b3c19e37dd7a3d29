import type { DataOf, EventType } from '../../schemas/event.ts';
import { FailureError } from '../../schemas/failure.ts';
import { JournalWriter } from '../journal/journal-writer.ts';
import { journalPath, type Project } from '../journal/project-paths.ts';

/** The watcher's pens, one for each journal that it writes into, kept while there may be more to write. */
export class Pens {
  readonly #project: Project;
  readonly #open = new Map<string, JournalWriter>();

  constructor(project: Project) {
    this.#project = project;
  }

  /** Throws `journal_unusable` for a journal that is gone: a late event never brings it back. */
  of(id: string): JournalWriter {
    const known = this.#open.get(id);
    if (known !== undefined) return known;
    const path = journalPath(this.#project, id);
    const opened = JournalWriter.open(path, id, 'watcher');
    this.#open.set(id, opened);
    return opened;
  }

  append<Type extends EventType>(id: string, type: Type, data: DataOf<Type>): void {
    try {
      this.of(id).append(type, data);
    } catch (error) {
      if (error instanceof FailureError) this.lay(id); // the file may be another one by now
      throw error;
    }
  }

  /** Nothing more is to be written there for now. */
  lay(id: string): void {
    this.#open.get(id)?.close();
    this.#open.delete(id);
  }

  layAll(): void {
    for (const id of [...this.#open.keys()]) this.lay(id);
  }
}
