import { fstatSync, readSync } from 'node:fs';
import type { CorruptRange, ReadEvent } from '../../schemas/event.ts';
import { debug } from '../base/debug.ts';
import { withJournal } from './journal-file.ts';
import { type FramedLine, JournalFramer } from './journal-framer.ts';
import { eventOf } from './line-event.ts';
import { PlainLines } from './plain-line.ts';

export type EventSink = {
  readonly event: (event: ReadEvent) => void;
  readonly corrupt: (range: CorruptRange) => void;
  /** Bytes without which no event is made of a line: who waits for one kind of event need not know the others. */
  readonly holding?: string | undefined;
  /** The bytes themselves, after what is in them; complete lines reach to `linesEnd`. They hold for this call only. */
  readonly bytes?: (chunk: Buffer, linesEnd: number) => void;
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
/** The buffer of who read last. Who reads while another one does has its own: only who has ended gives it back. */
let spare: Buffer | null = null;
/** Nobody writes a line this long: what follows is not looked at (a sparse file of a terabyte takes an hour). */
const endlessLineBytes = 512 * 1024 * 1024;

/**
 * Reads the events of a journal from a byte offset (that of a line) to its last `\n`. Throws `journal_unusable` for
 * what is no readable file; damage inside is reported to the sink and never thrown.
 */
export function readJournal(path: string, processId: string, sink: EventSink, fromOffset = 0): ReadResult {
  return withJournal(path, (fd) => readEvents(fd, processId, sink, fromOffset));
}

/** As `readJournal`, on a journal that is open already. */
export function readEvents(fd: number, processId: string, sink: EventSink, fromOffset: number): ReadResult {
  const pieces = readPieces(fd, processId, sink, fromOffset);
  for (let piece = pieces.next(); ; piece = pieces.next()) if (piece.done === true) return piece.value;
}

/** As `readEvents`, a piece of bounded size at each step: for whoever has to wait in between. */
export function* readPieces(
  fd: number,
  processId: string,
  sink: EventSink,
  fromOffset: number,
): Generator<void, ReadResult, void> {
  const line = (framed: FramedLine): void => {
    const read = eventOf(framed, processId);
    if (typeof read !== 'string') sink.event(read);
    else sink.corrupt({ offset: framed.offset, length: framed.length, reason: read });
  };
  const plain = new PlainLines(processId);
  const bytesOf = (bytes: Buffer, start: number, end: number, offset: number): boolean => {
    if (sink.holding !== undefined && !bytes.subarray(start, end).includes(sink.holding)) return true;
    const event = plain.read(bytes, start, end);
    if (event !== null) sink.event({ offset, length: end - start, known: true, event });
    return event !== null;
  };
  const framer = new JournalFramer({ bytes: bytesOf, line, corrupt: sink.corrupt }, fromOffset);
  const stats = fstatSync(fd);
  // One byte more than there is: a short journal is read, and its end seen, with a short chunk.
  const unreadBytes = Math.max(stats.size - fromOffset + 1, 4096);
  const chunkLength = Math.min(unreadBytes, chunkBytes);
  const buffer = takeBuffer(chunkLength);
  // Not more than is wanted: what is behind the end of a short journal is not touched.
  const chunk = buffer.subarray(0, chunkLength);
  for (let position = fromOffset; ; ) {
    const count = readSync(fd, chunk, 0, chunk.length, position);
    if (count === 0) break;
    position += count;
    const bytes = count === chunk.length ? chunk : chunk.subarray(0, count);
    framer.push(bytes);
    sink.bytes?.(bytes, framer.pendingOffset);
    yield;
    if (framer.pendingLength > endlessLineBytes) break;
  }
  spare = buffer;
  debug('read', { processId, fromOffset, nextOffset: framer.pendingOffset });
  return {
    nextOffset: framer.pendingOffset,
    pendingBytes: framer.pendingLength,
    identity: identityOf(stats),
  };
}

function takeBuffer(leastBytes: number): Buffer {
  const taken = spare;
  spare = null;
  return taken !== null && taken.length >= leastBytes ? taken : Buffer.allocUnsafeSlow(leastBytes);
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
