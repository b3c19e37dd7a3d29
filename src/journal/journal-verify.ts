import type { CorruptRange } from '../../schemas/event.ts';
import { withJournal } from './journal-file.ts';
import { readEvents } from './journal-reader.ts';
import { corruptFinding } from './verify-corrupt.ts';
import { withLines } from './verify-lines.ts';
import { EventOrder } from './verify-order.ts';
import { SeenClaims, type SeenResult } from './verify-seen.ts';

/** Something off in a journal. `damage` makes it fail; a `note` is worth knowing and harmless. */
export type Finding = {
  readonly severity: 'damage' | 'note';
  readonly kind: FindingKind;
  readonly line: number;
  /** The first line that it may be about: a `seen` that fails speaks of what stands before it. */
  readonly fromLine: number;
  readonly offset: number;
  readonly detail: string;
};

export type FindingKind =
  | 'corrupt'
  | 'healed'
  | 'cut_tail'
  | 'half_written'
  | 'seen_fails'
  | 'unattested'
  | 'out_of_order'
  | 'second_copy'
  | 'second_end'
  | 'first_event'
  | 'empty'
  | 'unknown_event'
  | 'unexpected_hash'
  | 'left_out';

/** A finding whose lines have not been counted yet. */
export type PlacedFinding = Omit<Finding, 'line' | 'fromLine'> & { readonly fromOffset?: number };

export type Verification = {
  readonly events: number;
  readonly findings: readonly Finding[];
  /** SHA-256 of all complete lines, first 32 hex digits: keep it elsewhere and give it to `--expect`. */
  readonly hash: string;
};

export type VerifyOptions = {
  /** The hash that the journal must have, kept elsewhere. */
  readonly expect?: string | undefined;
  /** Told now and then how many bytes have been checked. */
  readonly onBytes?: ((bytes: number) => void) | undefined;
};

/** Findings that are kept of one journal; a file of garbage has one a line. */
const findingLimit = 10_000;

/**
 * Checks one journal: every line against its schema, the numbers of each writer, one end only, and each `seen`
 * against the bytes before it. `over` says that nobody writes any more, so that a half-written tail is damage.
 */
export function verifyJournal(
  path: string,
  processId: string,
  over: boolean,
  { expect, onBytes }: VerifyOptions = {},
): Verification {
  return withJournal(path, (fd) => {
    const placed: PlacedFinding[] = [];
    const corrupt: CorruptRange[] = [];
    let leftOut = 0;
    let originalHash: string | null = null;
    const keep = <Found>(list: Found[], found: Found): void => {
      if (placed.length + corrupt.length < findingLimit) list.push(found);
      else leftOut += 1;
    };
    const order = new EventOrder((finding) => keep(placed, finding));
    const claims = new SeenClaims(fd, expect);
    const sink = {
      event: (read: Parameters<EventOrder['add']>[0]) => {
        order.add(read);
        claims.add(read);
        if (read.known && read.event.type === 'journal.archived') originalHash = read.event.data.sha256;
      },
      corrupt: (range: CorruptRange) => keep(corrupt, range),
      bytes: (chunk: Buffer, linesEnd: number) => {
        claims.addBytes(chunk, linesEnd);
        onBytes?.(linesEnd);
      },
    };
    const { nextOffset, pendingBytes } = readEvents(fd, processId, sink, 0);
    const seen = claims.finish(nextOffset);
    const found = [
      ...(order.events === 0 ? [emptyFinding(nextOffset + pendingBytes)] : []),
      ...placed,
      ...corrupt.map((range) => corruptFinding(fd, range, seen.attestedBytes)),
      ...(seen.finding === null ? [] : [seen.finding]),
      ...tailFinding(nextOffset, pendingBytes, over),
      ...expectFinding(expect, seen, originalHash, nextOffset),
      ...leftOutFinding(leftOut, nextOffset),
    ];
    return { events: order.events, findings: withLines(fd, found), hash: seen.hash };
  });
}

function emptyFinding(sizeBytes: number): PlacedFinding {
  const detail = sizeBytes === 0 ? 'the journal is empty' : 'it holds no event';
  return { offset: 0, kind: 'empty', severity: 'damage', detail };
}

function tailFinding(offset: number, pendingBytes: number, over: boolean): PlacedFinding[] {
  if (pendingBytes === 0) return [];
  const kind = over ? 'cut_tail' : 'half_written';
  const detail = `${pendingBytes} bytes without a line end`;
  return [{ offset, kind, severity: over ? 'damage' : 'note', detail }];
}

/** A journal that has only grown is told from one that was changed: then a later line attests the very hash. */
function expectFinding(
  expect: string | undefined,
  seen: SeenResult,
  originalHash: string | null,
  end: number,
): PlacedFinding[] {
  if (expect === undefined || expect === seen.hash) return [];
  const finding = { kind: 'unexpected_hash', severity: 'damage' } as const;
  if (originalHash?.startsWith(expect) === true) {
    // Its own word for it is no proof: who rewrites a journal can write that, too.
    const detail = `it was archived, and says that the journal it was made of had the expected hash; its own is ${seen.hash}`;
    return [{ ...finding, offset: end, detail }];
  }
  if (seen.expectedOffset !== null) {
    const detail = 'what stands before this line has the expected hash; the rest was added since';
    return [{ ...finding, offset: seen.expectedOffset, detail }];
  }
  const detail = `its hash is ${seen.hash}, not the expected ${expect}: it was cut, changed or rewritten`;
  return [{ ...finding, offset: end, fromOffset: 0, detail }];
}

function leftOutFinding(count: number, offset: number): PlacedFinding[] {
  if (count === 0) return [];
  const detail = `${count} more findings are not listed`;
  return [{ offset, kind: 'left_out', severity: 'damage', detail }];
}
