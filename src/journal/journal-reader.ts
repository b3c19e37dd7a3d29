import { fstatSync, readSync } from 'node:fs';
import type { CorruptRange, CorruptReason, ReadEvent } from '../../schemas/event.ts';
import { catalogueKind, isCatalogueEvent, isEnvelope } from '../../schemas/validate.ts';
import { debug } from '../base/debug.ts';
import { withJournal } from './journal-file.ts';
import { type FramedLine, JournalFramer } from './journal-framer.ts';
import { parseLines } from './parse-lines.ts';

export type EventSink = {
  readonly event: (event: ReadEvent) => void;
  readonly corrupt: (range: CorruptRange) => void;
};

/** What was read: up to which byte (after a `\n`), and which file it was. */
export type ReadResult = {
  readonly nextOffset: number;
  readonly pendingBytes: number;
  readonly identity: FileIdentity;
};

export type FileIdentity = {
  readonly device: number;
  readonly inode: number;
  readonly sizeBytes: number;
  readonly modifiedMs: number;
  /** Also moves when somebody sets the modification time back. */
  readonly changedMs: number;
};

const chunkBytes = 256 * 1024;
/** Nobody writes a line this long: what follows is not looked at (a sparse file of a terabyte takes an hour). */
const endlessLineBytes = 512 * 1024 * 1024;

/** Deepest nesting that is let in: our own events have 5 levels, and 10,000 overflow the stack of who writes them. */
const nestingLimit = 200;

/**
 * Reads the events of a journal from a byte offset (that of a line) to its last `\n`. Throws `journal_unusable` for
 * what is no readable file; damage inside is reported to the sink and never thrown.
 */
export function readJournal(path: string, processId: string, sink: EventSink, fromOffset = 0): ReadResult {
  return withJournal(path, (fd) => readEvents(fd, processId, sink, fromOffset));
}

/** As `readJournal`, on a journal that is open already. */
export function readEvents(fd: number, processId: string, sink: EventSink, fromOffset: number): ReadResult {
  let lines: FramedLine[] = [];
  const flush = (): void => {
    for (const { line, value, ok } of parseLines(lines)) deliver(line, value, ok, processId, sink);
    lines = [];
  };
  const corrupt = (range: CorruptRange): void => {
    flush(); // keeps events and ranges in file order
    sink.corrupt(range);
  };
  const framer = new JournalFramer({ line: (line) => lines.push(line), corrupt }, fromOffset);
  const chunk = Buffer.allocUnsafe(chunkBytes);
  const stats = fstatSync(fd);
  for (let position = fromOffset; ; ) {
    const count = readSync(fd, chunk, 0, chunkBytes, position);
    if (count === 0) break;
    position += count;
    framer.push(chunk.subarray(0, count));
    flush();
    if (framer.pendingLength > endlessLineBytes) break;
  }
  debug('read', { processId, fromOffset, nextOffset: framer.pendingOffset });
  return {
    nextOffset: framer.pendingOffset,
    pendingBytes: framer.pendingLength,
    identity: identityOf(stats),
  };
}

export function identityOf(stats: {
  readonly dev: number;
  readonly ino: number;
  readonly size: number;
  readonly mtimeMs: number;
  readonly ctimeMs: number;
}): FileIdentity {
  const { dev: device, ino: inode, size: sizeBytes, mtimeMs: modifiedMs, ctimeMs: changedMs } = stats;
  return { device, inode, sizeBytes, modifiedMs, changedMs };
}

function deliver(line: FramedLine, value: unknown, ok: boolean, processId: string, sink: EventSink): void {
  const { offset, length } = line;
  const reason = ok ? problemOf(value, processId, length) : 'not_json';
  if (reason !== null) sink.corrupt({ offset, length, reason });
  else if (isCatalogueEvent(value)) sink.event({ offset, length, known: true, event: value });
  else if (isEnvelope(value)) sink.event({ offset, length, known: false, event: value });
}

function problemOf(value: unknown, processId: string, length: number): CorruptReason | null {
  // A level takes two bytes, so most lines are too short to be looked through.
  if (length > 2 * nestingLimit && nestsDeeper(value, nestingLimit)) return 'too_deep';
  if (!isEnvelope(value)) return 'not_an_event';
  if (value.process !== processId) return 'other_process';
  return catalogueKind(value) === 'bad_data' ? 'bad_data' : null;
}

function nestsDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => nestsDeeper(inner, levels - 1));
}
