import { closeSync } from 'node:fs';
import { FailureError } from '../../schemas/failure.ts';
import { openOutputForReading } from './output-file.ts';
import { PartingLine, shownOf } from './parting-line.ts';
import { type Piece, Pieces } from './parting-pieces.ts';
import { Comparable, type Places, readableText, seenText } from './parting-text.ts';
import { KeyLines } from './redact-lines.ts';
import { mask } from './redact-values.ts';

/** An output that is compared: from an offset, counted from the first byte ever written, of which some are gone. */
export type ComparedOutput = {
  readonly path: string | null;
  readonly goneBytes: number;
  readonly fromOffset: number;
  readonly isGrowing: boolean;
  readonly places: Places;
  /** What it means if there is no such file. */
  readonly absence: 'missing' | 'removed' | 'not_started';
};

export type OutputState = 'whole' | 'growing' | 'truncated' | 'unreadable' | ComparedOutput['absence'];

/** Where the outputs part: a line of each, with what stands before it, without secrets; `text` is null where an output has ended. */
export type PartingPlace = {
  readonly line: number;
  readonly offset: number;
  readonly text: string | null;
  readonly before: readonly string[];
};

export type Parting = {
  readonly result: 'same' | 'same_so_far' | 'parts' | 'not_comparable';
  /** Lines that are alike, up to there. */
  readonly lines: number;
  readonly a: { readonly state: OutputState; readonly place: PartingPlace | null };
  readonly b: { readonly state: OutputState; readonly place: PartingPlace | null };
};

/**
 * The first line where two outputs part: times, durations, own paths and ids, numbers of processes and ports, hashes
 * and colours are taken for alike. Both are read once, side by side, and at most a few pieces of each are held.
 */
export function partingOf(a: ComparedOutput, b: ComparedOutput): Parting {
  const [left, right] = [openSide(a), openSide(b)];
  try {
    const states = [left.state, right.state] as const;
    if (left.side === null || right.side === null) return ended('not_comparable', 0, states);
    return walked(left.side, right.side, states);
  } finally {
    for (const { fd } of [left, right]) if (fd !== null) closeSync(fd);
  }
}

type States = readonly [a: OutputState, b: OutputState];

/** One output while it is read: its lines, how they compare, and the two lines before. */
class Side {
  readonly pieces: Pieces;
  readonly comparable: Comparable;
  readonly isGrowing: boolean;
  readonly #keys = new KeyLines();
  #before: readonly Passed[] = [];

  constructor(fd: number, { goneBytes, fromOffset, isGrowing, places }: ComparedOutput) {
    this.pieces = new Pieces(fd, { goneBytes, fromOffset, isGrowing });
    this.comparable = new Comparable(places);
    this.isGrowing = isGrowing;
  }

  passed(piece: Piece): void {
    this.#before = [...this.#before.slice(-1), { piece, isKey: this.#isKey(piece) }];
  }

  /** What is shown of the line behind those that were passed, to be asked once: nothing of the inside of a key. */
  shown(piece: Piece | null, text: string | null): string | null {
    return piece !== null && this.#isKey(piece) ? mask : text;
  }

  #isKey(piece: Piece): boolean {
    if (!this.#keys.isOpen && !piece.bytes.includes('PRIVATE KEY')) return false;
    return this.#keys.push(readableText(seenText(piece.bytes)));
  }

  placeOf(place: { readonly line: number; readonly offset: number }, text: string | null): PartingPlace {
    const before = this.#before.map(({ piece, isKey }) =>
      isKey ? mask : shownOf(piece.bytes, 0, { isEnd: piece.isEnd }),
    );
    return { line: place.line, offset: place.offset, text, before };
  }
}

type Passed = { readonly piece: Piece; readonly isKey: boolean };

function walked(left: Side, right: Side, states: States): Parting {
  for (let lines = 0; ; lines += 1) {
    const places = [left.pieces.place, right.pieces.place] as const;
    const [a, b] = [left.pieces.next(), right.pieces.next()];
    const isOpen = (a === null && left.isGrowing) || (b === null && right.isGrowing);
    if (isOpen || (a === null && b === null)) {
      const isGrowing = left.isGrowing || right.isGrowing;
      return ended(isGrowing ? 'same_so_far' : 'same', lines, states);
    }
    if (a !== null && b !== null) {
      const parted = new PartingLine(left, right).compare(a, b);
      if (parted === 'unfinished') return ended('same_so_far', lines, states);
      if (parted === null) {
        left.passed(a);
        right.passed(b);
        continue;
      }
      const [textA, textB] = [left.shown(a, parted.a), right.shown(b, parted.b)];
      return parts(lines, states, left.placeOf(places[0], textA), right.placeOf(places[1], textB));
    }
    const [textA, textB] = [a, b].map((one) => one && shownOf(one.bytes, 0, one));
    return parts(
      lines,
      states,
      left.placeOf(places[0], left.shown(a, textA ?? null)),
      right.placeOf(places[1], right.shown(b, textB ?? null)),
    );
  }
}

function parts(lines: number, [a, b]: States, placeA: PartingPlace, placeB: PartingPlace): Parting {
  return { result: 'parts', lines, a: { state: a, place: placeA }, b: { state: b, place: placeB } };
}

function ended(result: Exclude<Parting['result'], 'parts'>, lines: number, [a, b]: States): Parting {
  return { result, lines, a: { state: a, place: null }, b: { state: b, place: null } };
}

type Opened = { readonly fd: number | null; readonly state: OutputState; readonly side: Side | null };

function openSide(output: ComparedOutput): Opened {
  const { path, goneBytes, fromOffset, isGrowing, absence } = output;
  if (path === null) return { fd: null, state: absence, side: null };
  try {
    const fd = openOutputForReading(path);
    if (fd === null) return { fd, state: absence, side: null };
    if (goneBytes > fromOffset) return { fd, state: 'truncated', side: null };
    return { fd, state: isGrowing ? 'growing' : 'whole', side: new Side(fd, output) };
  } catch (error) {
    if (!(error instanceof FailureError) || error.failure.code !== 'output_unreadable') throw error;
    return { fd: null, state: 'unreadable', side: null };
  }
}
