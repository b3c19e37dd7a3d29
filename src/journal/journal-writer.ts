import { randomBytes } from 'node:crypto';
import { closeSync, fdatasyncSync, fstatSync, type Stats, writeSync } from 'node:fs';
import { type CatalogueEvent, type DataOf, type EventType, formatVersion } from '../../schemas/event.ts';
import { FailureError } from '../../schemas/failure.ts';
import { faultInEvent, isValidEvent } from '../../schemas/validate.ts';
import { assert } from '../base/assert.ts';
import { wallTime } from '../base/clock.ts';
import { debug } from '../base/debug.ts';
import { isSystemError } from '../base/system-error.ts';
import { durableTypes } from './durable-types.ts';
import { createUnseenJournal, type UnseenJournal } from './journal-birth.ts';
import { createJournalFile, openJournalForAppend } from './journal-file.ts';
import { JournalKeeper } from './journal-keeper.ts';
import { encodeLine, holdsLine, lineLimitOf } from './journal-line.ts';
import { hasNameNoMore } from './journal-successor.ts';
import { PrefixHash } from './prefix-hash.ts';
import type { WriterRole } from './writer-role.ts';

export type { WriterRole };

/** An event that has its identity (`by`, `n`) but is not known to be on disk yet. It may be committed again. */
export type PendingEvent = { readonly event: CatalogueEvent; readonly durable: boolean };

const commitAttempts = 4;

/** One OS process's pen for one journal. Appends without a lock; see schemas/README.md for why that is safe. */
export class JournalWriter {
  readonly path: string;
  readonly by: string;
  readonly #processId: string;
  #fd: number;
  readonly #prefix = new PrefixHash();
  #count = 0;
  #own: Buffer | null = null;
  readonly #keeper: JournalKeeper;
  #unseen: UnseenJournal | null;

  /** Null if a journal of that name exists already. */
  static create(path: string, processId: string, role: WriterRole): JournalWriter | null {
    const fd = createJournalFile(path);
    return fd === null ? null : new JournalWriter(path, processId, role, fd);
  }

  /** As `create`, for a launch: nobody sees the journal before its first event is on the disk. */
  static createUnseen(path: string, processId: string, role: WriterRole): JournalWriter | null {
    const unseen = createUnseenJournal(path);
    return unseen === null ? null : new JournalWriter(path, processId, role, unseen.fd, unseen);
  }

  /** Throws `journal_unusable` for a file that is missing, foreign, linked or that anybody may write to. */
  static open(path: string, processId: string, role: WriterRole): JournalWriter {
    return new JournalWriter(path, processId, role, openJournalForAppend(path));
  }

  private constructor(
    path: string,
    processId: string,
    role: WriterRole,
    fd: number,
    unseen: UnseenJournal | null = null,
  ) {
    this.path = path;
    this.#processId = processId;
    this.by = `${role}.${randomBytes(5).toString('hex')}`;
    this.#fd = fd;
    this.#keeper = new JournalKeeper(path, role === 'supervisor');
    this.#unseen = unseen;
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
    // The words for what is wrong take a second look, and mostly nothing is.
    if (!isValidEvent(event)) throw new Error(`assertion failed: ${type} is valid: ${faultInEvent(event)}`);
    this.#count += 1;
    return { event, durable: durableTypes.has(type) };
  }

  /** Appends a prepared event; readers drop a second copy of the same identity. */
  commit(pending: PendingEvent): void {
    let cause = 'glued to a torn line again and again';
    for (let attempt = 1; attempt <= commitAttempts; attempt += 1) {
      try {
        if (!this.#write(pending)) continue;
        this.#unseen?.show();
        this.#unseen = null;
        this.#keeper.written(pending.event, this.#fd);
        this.#tellPutBack();
        return;
      } catch (error) {
        if (!isSystemError(error)) throw error;
        cause = error.code;
        // A failed fsync may have dropped the pages and would say "fine" if asked again ("fsyncgate"), so the
        // event is appended once more; any other refusal is the caller's to wait out.
        if (error.syscall !== 'fdatasync') break;
      }
    }
    throw new FailureError({ code: 'append_failed', path: this.path, cause });
  }

  /** Looks after the file without an event: whoever asks in the meantime should find what was taken from it. */
  tend(): void {
    try {
      this.#catchUp(true);
      this.#tellPutBack();
    } catch (error) {
      if (!(error instanceof FailureError) && !isSystemError(error)) throw error;
      debug('the journal cannot be looked after', { error: String(error) });
    }
  }

  close(): void {
    this.#unseen?.discard();
    closeSync(this.#fd);
  }

  #write({ event, durable }: PendingEvent): boolean {
    this.#catchUp(durable);
    const line = encodeLine(event, [this.#prefix.offsetBytes, this.#prefix.digest()]);
    const startsFresh = this.#prefix.endsWithNewline;
    const buffer = Buffer.from(startsFresh ? `${line}\n` : `\n${line}\n`);
    const lineBytes = buffer.length - (startsFresh ? 1 : 2);
    assert(lineBytes <= lineLimitOf(event.type), `${event.type} fits its line (${lineBytes} bytes)`);
    const written = writeSync(this.#fd, buffer, 0, buffer.length, null);
    debug('append', { path: this.path, type: event.type, n: event.n, bytes: written });
    if (written < buffer.length) {
      const cause = 'the disk took only a part of it';
      throw new FailureError({ code: 'append_failed', path: this.path, cause });
    }
    if (!durable) {
      this.#own = buffer;
      return true;
    }
    fdatasyncSync(this.#fd);
    return this.#standsAlone(buffer.subarray(startsFresh ? 0 : 1, -1));
  }

  /** Reads what others appended since, so that `seen` speaks of the file as it is. */
  #catchUp(durable: boolean): void {
    const before = fstatSync(this.#fd);
    const { size } = hasNameNoMore(this.path, before, durable) ? this.#movedOn() : before;
    const isCut = size < this.#prefix.offsetBytes;
    const own = isCut ? null : this.#own;
    this.#own = null;
    if (isCut) {
      this.#prefix.restart();
      this.#keeper.cut(this.#fd);
    }
    // Nobody else wrote: our own bytes are known without reading them back (this is what makes 60,000 a second).
    if (own !== null && size === this.#prefix.offsetBytes + own.length) this.#prefix.add(own);
    else this.#prefix.addFrom(this.#fd);
  }

  #movedOn(): Stats {
    const old = this.#fd;
    const next = this.#keeper.replaced(old);
    this.#fd = next; // before the other is closed: on a network file system that fails, and closes it all the same
    this.#prefix.restart();
    this.#own = null;
    closeSync(old);
    return fstatSync(next);
  }

  #tellPutBack(): void {
    const message = this.#keeper.takeWords();
    if (message === null) return;
    try {
      this.append('process.warned', { kind: 'journal_put_back', message });
    } catch (error) {
      if (!(error instanceof FailureError)) throw error;
      debug('that lines were put back is not on record', { failure: error.failure });
    }
  }

  /** Reads back: is our line a line, or did another writer's torn fragment come between check and write? */
  #standsAlone(line: Buffer): boolean {
    const startsFresh = this.#prefix.endsWithNewline;
    const read: Buffer[] = [];
    this.#prefix.addFrom(this.#fd, (bytes) => read.push(Buffer.from(bytes)));
    return holdsLine(Buffer.concat(read), line, startsFresh);
  }
}
