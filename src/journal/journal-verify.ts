import { createHash } from 'node:crypto';
import { closeSync, fstatSync, readSync } from 'node:fs';
import type { CorruptRange, ReadEvent } from '../../schemas/event.ts';
import { openJournalForReading } from './journal-file.ts';
import { readEvents } from './journal-reader.ts';

/** Something off in a journal. `damage` makes it fail; a `note` is worth knowing and harmless. */
export type Finding = {
  readonly severity: 'damage' | 'note';
  readonly kind: FindingKind;
  readonly line: number;
  readonly offset: number;
  readonly detail: string;
};

export type FindingKind =
  | 'corrupt'
  | 'healed'
  | 'cut_tail'
  | 'half_written'
  | 'seen_fails'
  | 'out_of_order'
  | 'second_copy'
  | 'second_end'
  | 'first_event'
  | 'empty'
  | 'unknown_event';

export type Verification = {
  readonly events: number;
  readonly findings: readonly Finding[];
  /** SHA-256 of all complete lines, first 32 hex digits: keep it elsewhere and give it to `--expect`. */
  readonly hash: string;
};

type Placed = { readonly offset: number; readonly finding: Omit<Finding, 'line' | 'offset'> };

const terminalTypes: readonly string[] = ['process.exited', 'process.lost', 'process.spawn_failed'];

/**
 * Checks one journal: every line against its schema, the numbers of each writer, one end only, and each `seen`
 * against the bytes before it. `over` says that nobody writes any more, so that a half-written tail is damage.
 */
export function verifyJournal(path: string, processId: string, over: boolean): Verification {
  const fd = openJournalForReading(path);
  try {
    const events: ReadEvent[] = [];
    const corrupt: CorruptRange[] = [];
    const sink = {
      event: (one: ReadEvent) => void events.push(one),
      corrupt: (one: CorruptRange) => void corrupt.push(one),
    };
    const { nextOffset, pendingBytes } = readEvents(fd, processId, sink, 0);
    const attested = Math.max(0, ...events.map(({ event }) => event.seen?.[0] ?? 0));
    const { failed, hash } = checkSeen(fd, events, nextOffset);
    const found: Placed[] = [
      ...shapeFindings(events, nextOffset + pendingBytes),
      ...corrupt.map((range) => corruptFinding(range, attested)),
      ...failed,
      ...tailFinding(nextOffset, pendingBytes, over),
    ];
    return { events: events.length, findings: withLines(fd, found), hash };
  } finally {
    closeSync(fd);
  }
}

function shapeFindings(events: readonly ReadEvent[], size: number): Placed[] {
  const found: Placed[] = [];
  const place = (read: ReadEvent, kind: FindingKind, severity: Finding['severity'], detail: string): void => {
    found.push({ offset: read.offset, finding: { kind, severity, detail } });
  };
  const last = new Map<string, number>();
  let ends = 0;
  const [first] = events;
  if (first === undefined)
    return [
      {
        offset: 0,
        finding: {
          kind: 'empty',
          severity: 'damage',
          detail: size === 0 ? 'the journal is empty' : 'it holds no event',
        },
      },
    ];
  if (first.event.type !== 'launch.requested')
    place(first, 'first_event', 'damage', `it begins with ${first.event.type}`);
  for (const read of events) {
    const { by, n, type } = read.event;
    const previous = last.get(by) ?? 0;
    if (!read.known) place(read, 'unknown_event', 'note', `${type} (v${read.event.v}) is of a newer version`);
    if (n === previous)
      place(read, 'second_copy', 'note', `${by} wrote its event ${n} twice; the second copy is dropped`);
    else if (n < previous) place(read, 'out_of_order', 'damage', `${by} wrote ${n} after ${previous}`);
    else if (terminalTypes.includes(type) && ++ends > 1)
      place(read, 'second_end', 'note', `${type} after the end is ignored`);
    last.set(by, Math.max(n, previous));
  }
  return found;
}

/** A fragment that a later line attests was torn and healed: nothing that was acknowledged is missing. */
function corruptFinding({ offset, length, reason }: CorruptRange, attested: number): Placed {
  const healed = reason === 'torn' && offset + length <= attested;
  const detail = `${length} bytes are no event (${reason.replaceAll('_', ' ')})`;
  return {
    offset,
    finding: { kind: healed ? 'healed' : 'corrupt', severity: healed ? 'note' : 'damage', detail },
  };
}

function tailFinding(offset: number, pendingBytes: number, over: boolean): Placed[] {
  if (pendingBytes === 0) return [];
  const kind = over ? 'cut_tail' : 'half_written';
  const detail = `${pendingBytes} bytes without a line end`;
  return [{ offset, finding: { kind, severity: over ? 'damage' : 'note', detail } }];
}

/** Hashes the file once and compares at each offset that some line attests. */
function checkSeen(
  fd: number,
  events: readonly ReadEvent[],
  end: number,
): { failed: Placed[]; hash: string } {
  const claims = events
    .flatMap(({ offset, event }) =>
      event.seen === undefined ? [] : [{ line: offset, at: event.seen[0], said: event.seen[1] }],
    )
    .sort((a, b) => a.at - b.at);
  const walk = new HashWalk(fd);
  const failed: Placed[] = [];
  for (const { line, at, said } of claims) {
    if (at <= line && walk.hashAt(at) === said) continue;
    const detail = `the ${at} bytes before it are not those that it was written after`;
    failed.push({ offset: line, finding: { kind: 'seen_fails', severity: 'damage', detail } });
  }
  return { failed, hash: walk.hashAt(end) };
}

/** SHA-256 of ever longer prefixes of a file. */
class HashWalk {
  readonly #fd: number;
  readonly #hash = createHash('sha256');
  readonly #chunk = Buffer.allocUnsafe(256 * 1024);
  #offset = 0;
  #digest: { readonly offset: number; readonly hex: string } | null = null;

  constructor(fd: number) {
    this.#fd = fd;
  }

  /** Offsets must not go down. */
  hashAt(offset: number): string {
    while (this.#offset < offset) {
      const want = Math.min(this.#chunk.length, offset - this.#offset);
      const count = readSync(this.#fd, this.#chunk, 0, want, this.#offset);
      if (count === 0) return '';
      this.#hash.update(this.#chunk.subarray(0, count));
      this.#offset += count;
    }
    if (this.#digest?.offset !== offset)
      this.#digest = { offset, hex: this.#hash.copy().digest('hex').slice(0, 32) };
    return this.#digest.hex;
  }
}

/** Adds the line number of each finding: one more pass, only over what lies before the last of them. */
function withLines(fd: number, placed: readonly Placed[]): Finding[] {
  const sorted = [...placed].sort((a, b) => a.offset - b.offset);
  const chunk = Buffer.allocUnsafe(256 * 1024);
  let position = 0;
  let line = 1;
  return sorted.map(({ offset, finding }) => {
    const until = Math.min(offset, fstatSync(fd).size);
    while (position < until) {
      const count = readSync(fd, chunk, 0, Math.min(chunk.length, until - position), position);
      if (count === 0) break;
      for (let at = chunk.indexOf(0x0a); at !== -1 && at < count; at = chunk.indexOf(0x0a, at + 1)) line += 1;
      position += count;
    }
    return { ...finding, line, offset };
  });
}
