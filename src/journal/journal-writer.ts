import { randomBytes } from 'node:crypto';
import { closeSync, fdatasyncSync, fstatSync, writeSync } from 'node:fs';
import { type CatalogueEvent, type DataOf, type EventType, formatVersion } from '../../schemas/event.ts';
import { FailureError } from '../../schemas/failure.ts';
import { faultInEvent, isValidEvent } from '../../schemas/validate.ts';
import { assert } from '../base/assert.ts';
import { wallTime } from '../base/clock.ts';
import { debug } from '../base/debug.ts';
import { isSystemError } from '../base/system-error.ts';
import { createJournalFile, openJournalForAppend } from './journal-file.ts';
import { encodeLine, lineLimitOf } from './journal-line.ts';
import { PrefixHash } from './prefix-hash.ts';

/** Which kind of program writes: the first half of an event's `by`. */
export type WriterRole =
  | 'launcher'
  | 'supervisor'
  | 'stop'
  | 'emit'
  | 'runner'
  | 'watcher'
  | 'command'
  | 'cleanup'
  | 'archive';

/** An event that has its identity (`by`, `n`) but is not known to be on disk yet. It may be committed again. */
export type PendingEvent = { readonly event: CatalogueEvent; readonly durable: boolean };

const heldTypes: ReadonlySet<EventType> = new Set<EventType>([
  'launch.requested',
  'launch.validated',
  'process.launched',
  'process.started',
  'process.spawn_failed',
  'process.stop_requested',
  'process.exited',
  'process.lost',
  'step.finished',
  'step.failed',
  'step.skipped',
  'workflow.finished',
  'process.queued',
  'process.completed',
  'process.failed',
  'process.stopped',
  'notification.sent',
  'notification.failed',
  'output.removed',
  'launch.repeated',
]);

const commitAttempts = 4;

/** One OS process's pen for one journal. Appends without a lock; see schemas/README.md for why that is safe. */
export class JournalWriter {
  readonly path: string;
  readonly by: string;
  readonly #processId: string;
  readonly #fd: number;
  readonly #prefix = new PrefixHash();
  #count = 0;
  #own: Buffer | null = null;

  /** Null if a journal of that name exists already. Only a launch creates one. */
  static create(path: string, processId: string, role: WriterRole): JournalWriter | null {
    const fd = createJournalFile(path);
    return fd === null ? null : new JournalWriter(path, processId, role, fd);
  }

  /** Throws `journal_unusable` for a file that is missing, foreign, linked or open to others. */
  static open(path: string, processId: string, role: WriterRole): JournalWriter {
    return new JournalWriter(path, processId, role, openJournalForAppend(path));
  }

  private constructor(path: string, processId: string, role: WriterRole, fd: number) {
    this.path = path;
    this.#processId = processId;
    this.by = `${role}.${randomBytes(5).toString('hex')}`;
    this.#fd = fd;
  }

  /**
   * Writes one event. Launch, start, stop and end events are on disk when it returns; heartbeats and progress are not
   * waited for. Throws `append_failed` when the disk says no; the event may or may not have reached it then.
   */
  append<Type extends EventType>(type: Type, data: DataOf<Type>): void {
    this.commit(this.prepare(type, data));
  }

  /** Gives an event its identity, so that a failed append can be tried again as the same event. */
  prepare<Type extends EventType>(type: Type, data: DataOf<Type>): PendingEvent {
    const event = {
      at: wallTime(),
      type,
      process: this.#processId,
      by: this.by,
      n: this.#count + 1,
      data,
      seen: [0, '0'.repeat(32)],
      v: formatVersion,
    };
    assert(isValidEvent(event), `${type} is valid: ${faultInEvent(event)}`);
    this.#count += 1;
    return { event, durable: heldTypes.has(type) };
  }

  /** Appends a prepared event; readers drop a second copy of the same identity. */
  commit(pending: PendingEvent): void {
    let cause = 'glued to a torn line again and again';
    for (let attempt = 1; attempt <= commitAttempts; attempt += 1) {
      try {
        if (this.#write(pending)) return;
      } catch (error) {
        if (!isSystemError(error)) throw error;
        cause = error.code;
        // A failed fsync may have dropped the pages and would say "fine" if asked again (LIBRARIES: fsyncgate), so the
        // event is appended once more; any other refusal is the caller's to wait out.
        if (error.syscall !== 'fdatasync') break;
      }
    }
    throw new FailureError({ code: 'append_failed', path: this.path, cause });
  }

  close(): void {
    closeSync(this.#fd);
  }

  #write({ event, durable }: PendingEvent): boolean {
    this.#catchUp();
    const line = Buffer.from(
      encodeLine({ ...event, seen: [this.#prefix.offsetBytes, this.#prefix.digest()] }),
    );
    assert(line.length <= lineLimitOf(event.type), `${event.type} fits its line (${line.length} bytes)`);
    const newline = Buffer.from('\n');
    const buffer = Buffer.concat(this.#prefix.endsWithNewline ? [line, newline] : [newline, line, newline]);
    const written = writeSync(this.#fd, buffer, 0, buffer.length, null);
    debug('append', { path: this.path, type: event.type, n: event.n, bytes: written });
    if (written < buffer.length) {
      throw new FailureError({
        code: 'append_failed',
        path: this.path,
        cause: 'the disk took only a part of it',
      });
    }
    if (!durable) {
      this.#own = buffer;
      return true;
    }
    fdatasyncSync(this.#fd);
    return this.#standsAlone(line);
  }

  /** Reads what others appended since, so that `seen` speaks of the file as it is. */
  #catchUp(): void {
    const { size, nlink } = fstatSync(this.#fd);
    if (nlink === 0)
      throw new FailureError({ code: 'append_failed', path: this.path, cause: 'it was removed' });
    const own = size < this.#prefix.offsetBytes ? null : this.#own;
    this.#own = null;
    if (size < this.#prefix.offsetBytes) this.#prefix.restart();
    // Nobody else wrote: our own bytes are known without reading them back (this is what makes 60,000 a second).
    if (own !== null && size === this.#prefix.offsetBytes + own.length) this.#prefix.add(own);
    else this.#prefix.addFrom(this.#fd);
  }

  /** Reads back: is our line a line, or did another writer's torn fragment come between check and write? */
  #standsAlone(line: Buffer): boolean {
    const startsFresh = this.#prefix.endsWithNewline;
    const read: Buffer[] = [];
    this.#prefix.addFrom(this.#fd, (bytes) => read.push(Buffer.from(bytes)));
    const bytes = Buffer.concat(read);
    for (let at = bytes.indexOf(line); at !== -1; at = bytes.indexOf(line, at + 1)) {
      const begins = at === 0 ? startsFresh : bytes[at - 1] === 0x0a;
      if (begins && bytes[at + line.length] === 0x0a) return true;
    }
    return false;
  }
}
