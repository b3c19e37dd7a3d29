import { readSync } from 'node:fs';
import type { CorruptRange } from '../../schemas/event.ts';
import { withJournal } from './journal-file.ts';
import { readEvents } from './journal-reader.ts';
import { corruptFinding } from './verify-corrupt.ts';
import { EventOrder } from './verify-order.ts';
import { SeenClaims } from './verify-seen.ts';

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

/** A finding whose line has not been counted yet. */
export type PlacedFinding = Omit<Finding, 'line'>;

export type Verification = {
  readonly events: number;
  readonly findings: readonly Finding[];
  /** SHA-256 of all complete lines, first 32 hex digits: keep it elsewhere and give it to `--expect`. */
  readonly hash: string;
};

/**
 * Checks one journal: every line against its schema, the numbers of each writer, one end only, and each `seen`
 * against the bytes before it. `over` says that nobody writes any more, so that a half-written tail is damage.
 */
export function verifyJournal(path: string, processId: string, over: boolean): Verification {
  return withJournal(path, (fd) => {
    const order = new EventOrder();
    const claims = new SeenClaims(fd);
    const corrupt: CorruptRange[] = [];
    const { nextOffset, pendingBytes } = readEvents(
      fd,
      processId,
      {
        event: (read) => {
          order.add(read);
          claims.add(read);
        },
        corrupt: (range) => void corrupt.push(range),
        bytes: (chunk, linesEnd) => claims.addBytes(chunk, linesEnd),
      },
      0,
    );
    const { finding, attestedBytes, hash } = claims.finish(nextOffset);
    const found = [
      ...order.findings(nextOffset + pendingBytes),
      ...corrupt.map((range) => corruptFinding(fd, range, attestedBytes)),
      ...(finding === null ? [] : [finding]),
      ...tailFinding(nextOffset, pendingBytes, over),
    ];
    return { events: order.events, findings: withLines(fd, found), hash };
  });
}

function tailFinding(offset: number, pendingBytes: number, over: boolean): PlacedFinding[] {
  if (pendingBytes === 0) return [];
  const kind = over ? 'cut_tail' : 'half_written';
  const detail = `${pendingBytes} bytes without a line end`;
  return [{ offset, kind, severity: over ? 'damage' : 'note', detail }];
}

/** Adds the line number of each finding: one more pass, only over what lies before the last of them. */
function withLines(fd: number, placed: readonly PlacedFinding[]): Finding[] {
  const sorted = [...placed].sort((a, b) => a.offset - b.offset);
  const chunk = Buffer.allocUnsafe(256 * 1024);
  let position = 0;
  let line = 1;
  return sorted.map((finding) => {
    while (position < finding.offset) {
      const count = readSync(fd, chunk, 0, Math.min(chunk.length, finding.offset - position), position);
      if (count === 0) break;
      for (let at = chunk.indexOf(0x0a); at !== -1 && at < count; at = chunk.indexOf(0x0a, at + 1)) line += 1;
      position += count;
    }
    return { ...finding, line };
  });
}
