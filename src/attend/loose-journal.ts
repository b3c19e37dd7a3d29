import type { DataOf, EventType } from '../../schemas/event.ts';
import { FailureError } from '../../schemas/failure.ts';
import { debug } from '../base/debug.ts';
import type { JournalWriter, PendingEvent } from '../journal/journal-writer.ts';
import type { ProcessRow } from '../process/identity.ts';
import { writeAtLast } from './write-at-last.ts';

/** For events whose loss is harmless: on a full disk they are dropped and counted, and supervision goes on. */
export class LooseJournal {
  readonly #writer: JournalWriter;
  #dropped = 0;
  readonly #owed: PendingEvent[] = [];

  constructor(writer: JournalWriter) {
    this.#writer = writer;
  }

  append<Type extends EventType>(type: Type, data: DataOf<Type>): void {
    try {
      this.#writer.append(type, data);
    } catch (error) {
      if (!(error instanceof FailureError)) throw error;
      this.#dropped += 1;
      debug('event dropped', { type, failure: error.failure });
    }
  }

  /** For what decides how it ended: where it cannot be written down at once, it is owed until `payOwed`. */
  appendOrOwe<Type extends EventType>(type: Type, data: DataOf<Type>): void {
    const pending = this.#writer.prepare(type, data);
    try {
      this.#writer.commit(pending);
    } catch (error) {
      if (!(error instanceof FailureError)) throw error;
      this.#owed.push(pending);
      debug('event owed', { type, failure: error.failure });
    }
  }

  /** Writes what is owed, however long it takes: it says why the command ended. */
  async payOwed(reservePath: string): Promise<void> {
    for (const pending of this.#owed.splice(0)) await writeAtLast(this.#writer, pending, reservePath);
  }

  reportDropped(): void {
    if (this.#dropped === 0) return;
    const message = `${this.#dropped} events could not be written and were dropped`;
    this.append('process.warned', { kind: 'events_dropped', message });
  }

  reportLeftRunning(rows: readonly ProcessRow[]): void {
    if (rows.length === 0) return;
    const named = rows.slice(0, 8).map(({ pid, name }) => `${pid} (${name})`);
    const more = rows.length > named.length ? ` and ${rows.length - named.length} more` : '';
    const noun =
      rows.length === 1 ? '1 process it started still runs' : `${rows.length} processes it started still run`;
    const message = `${noun}: ${named.join(', ')}${more}`;
    this.append('process.warned', {
      kind: 'left_running',
      message,
      pids: rows.slice(0, 64).map(({ pid }) => pid),
    });
  }
}
