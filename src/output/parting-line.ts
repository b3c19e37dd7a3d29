import type { Piece, Pieces } from './parting-pieces.ts';
import { type Comparable, readableText, seenText } from './parting-text.ts';
import { redactText } from './redact.ts';
import { mask } from './redact-values.ts';

/** Most of a line that is shown. */
const shownLimitBytes = 400;
/** Of a line that parts further on, so much is shown of what stands before that place. */
const shownBeforeBytes = 120;

type Reading = { readonly pieces: Pieces; readonly comparable: Comparable };

/** What is left of a piece to compare. */
type Open = { piece: Piece; seen: string; rest: string; passed: number };

/** Two lines that are compared, however long they are: piece by piece, where they do not come whole. */
export class PartingLine {
  readonly #left: Reading;
  readonly #right: Reading;

  constructor(left: Reading, right: Reading) {
    this.#left = left;
    this.#right = right;
  }

  /** Null if they are alike, else what is shown of each. `unfinished`: one goes on where nothing is written yet. */
  compare(a: Piece, b: Piece): { readonly a: string; readonly b: string } | 'unfinished' | null {
    if (a.isEnd && b.isEnd && (a.bytes.equals(b.bytes) || this.#areAlike(a, b))) return null;
    const left = opened(this.#left, a);
    const right = opened(this.#right, b);
    for (;;) {
      pass(left, right);
      const parts = left.rest !== '' && right.rest !== '';
      if (!parts && left.rest === '' && !left.piece.isEnd) {
        if (!isRefilled(this.#left, left)) return 'unfinished';
      } else if (!parts && right.rest === '' && !right.piece.isEnd) {
        if (!isRefilled(this.#right, right)) return 'unfinished';
      } else if (parts || left.rest !== right.rest || (a.isEnd && b.isEnd)) {
        return { a: shown(this.#left, left), b: shown(this.#right, right) };
      } else return null;
    }
  }

  #areAlike(a: Piece, b: Piece): boolean {
    return this.#left.comparable.of(seenText(a.bytes)) === this.#right.comparable.of(seenText(b.bytes));
  }
}

/** A line for people without its secrets, from near this place on; `…` says that there is more. */
export function shownOf(
  bytes: Uint8Array,
  place: number,
  { isStart = true, isEnd = true }: { readonly isStart?: boolean; readonly isEnd?: boolean } = {},
): string {
  const { seen, at } = withoutSecrets(seenText(bytes), place);
  const from = at < shownLimitBytes - shownBeforeBytes ? 0 : at - shownBeforeBytes;
  const cut = readableText(seen.slice(from, from + shownLimitBytes));
  const before = from > 0 || !isStart ? '…' : '';
  const behind = from + shownLimitBytes < seen.length || !isEnd ? '…' : '';
  // A character that was cut in two is none.
  const start = before === '' ? cut : cut.replace(/^\ufffd{1,3}/, '');
  return `${before}${behind === '' ? start : start.replace(/\ufffd{1,3}$/, '')}${behind}`;
}

/** The text that may be shown, and where in it the place is now: near enough, for it is shown with what is around it. */
function withoutSecrets(seen: string, place: number): { readonly seen: string; readonly at: number } {
  const readable = readableText(seen);
  const redacted = redactText(readable);
  if (redacted === readable) return { seen, at: place };
  const target = readableText(seen.slice(0, place)).length;
  let [passed, at] = [0, 0];
  for (const kept of redacted.split(mask)) {
    const start = Math.max(passed, readable.indexOf(kept, passed));
    if (start > target) break;
    at = redacted.indexOf(kept, at);
    if (start + kept.length >= target) {
      at += target - start;
      break;
    }
    passed = start + kept.length;
    at += kept.length;
  }
  const latin = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');
  return { seen: latin(redacted), at: latin(redacted.slice(0, at)).length };
}

function opened({ comparable }: Reading, piece: Piece): Open {
  const seen = seenText(piece.bytes);
  return { piece, seen, rest: comparable.of(seen, true), passed: 0 };
}

function isRefilled({ pieces, comparable }: Reading, open: Open): boolean {
  const piece = pieces.next();
  if (piece === null) return false;
  Object.assign(open, opened({ pieces, comparable }, piece));
  return true;
}

/** Takes away what both begin with. */
function pass(left: Open, right: Open): void {
  const most = Math.min(left.rest.length, right.rest.length);
  let common = 0;
  while (common < most && left.rest.charCodeAt(common) === right.rest.charCodeAt(common)) common += 1;
  for (const open of [left, right]) {
    open.rest = open.rest.slice(common);
    open.passed += common;
  }
}

function shown({ comparable }: Reading, { piece, seen, passed }: Open): string {
  return shownOf(piece.bytes, comparable.placeOf(seen, passed), piece);
}
