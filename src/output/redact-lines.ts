import { redactText } from './redact.ts';
import { mask } from './redact-values.ts';

/** A key of 16384 bits has 200 lines; a beginning without an end says nothing of what comes further behind. */
const keyLimitLines = 400;
const begin = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g;
const end = /-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g;
/** Nothing but a word of base64, also quoted: the last line of a key may be short. Bounded at its end, where `+` is both. */
const word = /^[\s"'`>|]*[A-Za-z0-9+/]+={0,2}(?:\\[nr]|[\s"'`,;+\\]){0,20}$/;
/** As wide as keys are written, behind what somebody puts before every line. */
const wideWord = /(?:^|[\s"'`>|:\]])[A-Za-z0-9+/]{40,100}={0,2}(?:\\[nr]|[\s"'`,;+\\]){0,20}$/;

/** Which lines, one after the other, are the inside of a private key whose end may never come. */
export class KeyLines {
  #lines: number | null = null;
  #isBehindKey = false;

  /** Within a key, or what looks like one, so that its lines have to be pushed as well. */
  get isOpen(): boolean {
    return this.#lines !== null;
  }

  /** Takes the next line in; true if it is the inside of a key. */
  push(line: string): boolean {
    const marks = marksOf(line);
    if (marks.last !== null) {
      this.#lines = marks.last === 'begin' ? 0 : null;
      this.#isBehindKey = true;
      return false;
    }
    if (this.#lines === null) return false;
    this.#lines += 1;
    if (this.#lines > keyLimitLines) this.#lines = null;
    const isKey = isKeyLine(line, this.#isBehindKey);
    this.#isBehindKey = isKey;
    return isKey;
  }
}

/**
 * Lines that follow each other with their secrets replaced by `***`, as many as were given: also private keys over
 * several of them, of which the first or the last lines may be missing.
 */
export function redactLines(
  lines: readonly string[],
  isWanted = (_index: number): boolean => true,
): string[] {
  const hidden = keyLines(lines);
  return lines.map((line, index) => {
    if (!isWanted(index)) return '';
    return hidden.has(index) ? mask : redactText(line);
  });
}

function keyLines(lines: readonly string[]): ReadonlySet<number> {
  const hidden = new Set<number>();
  const keys = new KeyLines();
  let openedAt: number | null = null;
  for (const [index, line] of lines.entries()) {
    if (keys.push(line)) hidden.add(index);
    const { first, last } = marksOf(line);
    if (first === 'end') hideBefore(lines, index, openedAt, hidden);
    if (last !== null) openedAt = last === 'begin' ? index : null;
  }
  return hidden;
}

/** Between its markers everything is the key; without the first, the lines of base64 before the last. */
function hideBefore(
  lines: readonly string[],
  at: number,
  openedAt: number | null,
  hidden: Set<number>,
): void {
  if (openedAt !== null && at - openedAt <= keyLimitLines) {
    for (let index = openedAt + 1; index < at; index += 1) hidden.add(index);
    return;
  }
  // Only the last line of a key is short: a word further up may be anybody's.
  for (let index = at - 1; isKeyLine(lines[index] ?? '', index === at - 1); index -= 1) hidden.add(index);
}

function isKeyLine(line: string, isNextToKey: boolean): boolean {
  return wideWord.test(line) || (word.test(line) && (isNextToKey || line.trim().length >= 16));
}

type Mark = 'begin' | 'end' | null;

/** The first and the last marker of a key in this line. */
function marksOf(line: string): { readonly first: Mark; readonly last: Mark } {
  if (!line.includes('PRIVATE KEY')) return { first: null, last: null };
  const marks = [
    ...[...line.matchAll(begin)].map(({ index }) => ({ index, mark: 'begin' as const })),
    ...[...line.matchAll(end)].map(({ index }) => ({ index, mark: 'end' as const })),
  ].sort((one, other) => one.index - other.index);
  return { first: marks[0]?.mark ?? null, last: marks.at(-1)?.mark ?? null };
}
