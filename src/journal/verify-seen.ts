import type { ReadEvent } from '../../schemas/event.ts';
import type { PlacedFinding } from './journal-verify.ts';
import { PrefixHash } from './prefix-hash.ts';
import { ReadWindow } from './read-window.ts';

type Claim = { readonly line: number; readonly attests: number; readonly hash: string };

/** What all the `seen` of a journal come to. */
export type SeenResult = {
  /** The first line whose `seen` fails (all that follow it mostly do, too). */
  readonly finding: PlacedFinding | null;
  /** How many bytes the others attest. */
  readonly attestedBytes: number;
  /** Of the complete lines. */
  readonly hash: string;
  /** Where the lines end that have the expected hash, if a later line attests them. */
  readonly expectedOffset: number | null;
};

/**
 * Writers overlap, so what they attest is not quite in the order of the lines: the hash stays this far behind what was
 * read, and claims wait for it. A writer that was stopped in mid-append for longer than that costs a second reading.
 */
const lagBytes = 64 * 1024;
/** A line that has no end yet is kept up to here, then hashed as it comes. */
const pendingLimitBytes = 2 * 1024 * 1024;
/** Claims that came too late for the first reading and are kept for one more. */
const lateLimit = 50_000;

/** Checks every `seen` in the one pass in which a journal is read: each claim costs one digest, and none is kept. */
export class SeenClaims {
  readonly #fd: number;
  readonly #expect: string | undefined;
  readonly #prefix = new PrefixHash();
  readonly #window = new ReadWindow();
  #waiting: Claim[] = [];
  #late: Claim[] = [];
  #digest: string;
  /** The hash of the complete lines, when the hash had to go on into a line without an end. */
  #atLineEnd: { readonly offset: number; readonly digest: string } | null = null;
  #first: Claim | null = null;
  #failed = 0;
  #attestedBytes = 0;
  /** What was attested when the first of them failed: what differs stands behind that. */
  #soundBytes = 0;
  #expectedOffset: number | null = null;

  constructor(fd: number, expect?: string) {
    this.#fd = fd;
    this.#expect = expect;
    this.#digest = this.#prefix.digest();
  }

  add({ offset, event: { seen } }: ReadEvent): void {
    if (seen === undefined) return;
    const claim = { line: offset, attests: seen[0], hash: seen[1] };
    if (claim.attests > offset) this.#fail(claim);
    else this.#waiting.push(claim);
  }

  /** Bytes of the journal as they are read, after the events in them; complete lines reach to `linesEnd`. */
  addBytes(chunk: Buffer, linesEnd: number): void {
    this.#window.add(chunk);
    this.#settle(linesEnd - lagBytes);
    this.#hashUpTo(linesEnd - lagBytes);
    this.#window.dropBefore(this.#prefix.offsetBytes);
    if (this.#window.length > pendingLimitBytes) this.#goOnIntoLine(linesEnd);
  }

  /** After all bytes and events were added; `linesEnd` is where the last complete line ends. */
  finish(linesEnd: number): SeenResult {
    this.#settle(linesEnd);
    this.#settleLate();
    const hash = this.#atLineEnd?.offset === linesEnd ? this.#atLineEnd.digest : this.#hashUpTo(linesEnd);
    const attested = { attestedBytes: this.#attestedBytes, expectedOffset: this.#expectedOffset };
    return { finding: this.#finding(), hash, ...attested };
  }

  #goOnIntoLine(linesEnd: number): void {
    this.#settle(linesEnd);
    if (this.#prefix.offsetBytes <= linesEnd)
      this.#atLineEnd = { offset: linesEnd, digest: this.#hashUpTo(linesEnd) };
    this.#hashUpTo(this.#window.endOffset);
    this.#window.dropBefore(this.#prefix.offsetBytes);
  }

  /** Checks what attests no more than this, in the order of the bytes, and moves the hash there. */
  #settle(endOffset: number): void {
    const claims = this.#waiting.sort((a, b) => a.attests - b.attests);
    let settled = 0;
    for (const claim of claims) {
      if (claim.attests > endOffset) break;
      settled += 1;
      if (claim.attests < this.#prefix.offsetBytes) this.#late.push(claim);
      else this.#check(claim, this.#hashUpTo(claim.attests));
    }
    this.#waiting = claims.slice(settled);
    if (this.#late.length >= lateLimit) this.#settleLate();
  }

  /** One more reading, for claims about bytes that the hash had passed already. */
  #settleLate(): void {
    if (this.#late.length === 0) return;
    const prefix = new PrefixHash();
    for (const claim of this.#late.sort((a, b) => a.attests - b.attests)) {
      prefix.addUpTo(this.#fd, claim.attests);
      this.#check(claim, prefix.digest());
    }
    this.#late = [];
  }

  #hashUpTo(offset: number): string {
    if (offset > this.#prefix.offsetBytes) {
      this.#prefix.add(this.#window.between(this.#prefix.offsetBytes, offset));
      this.#digest = this.#prefix.digest();
    }
    return this.#digest;
  }

  #check(claim: Claim, digest: string): void {
    if (claim.hash !== digest) {
      this.#fail(claim);
      return;
    }
    if (claim.attests > this.#attestedBytes) this.#attestedBytes = claim.attests;
    if (claim.hash === this.#expect) this.#expectedOffset = claim.attests;
  }

  #fail(claim: Claim): void {
    this.#failed += 1;
    if (this.#failed === 1) this.#soundBytes = this.#attestedBytes;
    if (this.#first === null || claim.line < this.#first.line) this.#first = claim;
  }

  #finding(): PlacedFinding | null {
    if (this.#first === null) return null;
    const { line, attests } = this.#first;
    const others = this.#failed === 1 ? '' : ` (nor are those of ${this.#failed - 1} others)`;
    const detail = `the ${attests} bytes before it are not those that it was written after${others}: something was edited, removed, moved or put in`;
    const fromOffset = Math.min(this.#soundBytes, line);
    return { offset: line, fromOffset, kind: 'seen_fails', severity: 'damage', detail };
  }
}
