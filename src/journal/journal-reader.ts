import { closeSync, fstatSync, readSync } from 'node:fs';
import type { CorruptRange, CorruptReason, ReadEvent } from '../../schemas/event.ts';
import { catalogueKind, isCatalogueEvent, isEnvelope } from '../../schemas/validate.ts';
import { debug } from '../base/debug.ts';
import { openJournalForReading } from './journal-file.ts';
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
};

const chunkBytes = 256 * 1024;

/**
 * Reads the events of a journal from a byte offset (that of a line) to its last `\n`. Throws `journal_unusable` for
 * what is no readable file; damage inside is reported to the sink and never thrown.
 */
export function readJournal(path: string, processId: string, sink: EventSink, fromOffset = 0): ReadResult {
  const fd = openJournalForReading(path);
  try {
    return readEvents(fd, processId, sink, fromOffset);
  } finally {
    closeSync(fd);
  }
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
}): FileIdentity {
  return { device: stats.dev, inode: stats.ino, sizeBytes: stats.size, modifiedMs: stats.mtimeMs };
}

function deliver(line: FramedLine, value: unknown, ok: boolean, processId: string, sink: EventSink): void {
  const { offset, length } = line;
  const reason = ok ? problemOf(value, processId) : 'not_json';
  if (reason !== null) sink.corrupt({ offset, length, reason });
  else if (isCatalogueEvent(value)) sink.event({ offset, length, known: true, event: value });
  else if (isEnvelope(value)) sink.event({ offset, length, known: false, event: value });
}

function problemOf(value: unknown, processId: string): CorruptReason | null {
  if (!isEnvelope(value)) return 'not_an_event';
  if (value.process !== processId) return 'other_process';
  return catalogueKind(value) === 'bad_data' ? 'bad_data' : null;
}
