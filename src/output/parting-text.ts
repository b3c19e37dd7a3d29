import { type Shape, type ShapeName, shapes } from './parting-shapes.ts';

/** What is peculiar to one run, and stands in its output. */
export type Places = {
  /** Absolute paths that mean "here": its working folder, its project. */
  readonly folders: readonly string[];
  /** Its own ids. */
  readonly ids: readonly string[];
};

/** Text as it is compared: what differs from run to run is a mark, of its kind alone. */
export class Comparable {
  readonly #pattern: RegExp;
  readonly #names: readonly ShapeName[];

  constructor({ folders, ids }: Places) {
    const longestFirst = [...folders].sort((a, b) => b.length - a.length);
    const place: Shape = { name: 'place', sources: longestFirst.flatMap(folderSource) };
    const id: Shape = { name: 'id', sources: ids.filter((one) => one.length >= idLeastChars).map(idSource) };
    const led = [
      [place, ...shapes.slash],
      [id, ...shapes.digit],
      [id, ...shapes.letter],
    ].map((some) => some.filter(({ sources }) => sources.length > 0));
    const [slash = [], digit = [], letter = []] = led;
    this.#names = [...slash, ...digit, ...letter, ...shapes.other].map(({ name }) => name);
    const word = `(?<![A-Za-z0-9])(?:(?=\\d)(?:${sourceOf(digit)})|(?=[A-Za-z])(?:${sourceOf(letter)}))`;
    // In this order: the groups are numbered as the names are.
    const path = `(?=/)(?<![\\w.])(?:${sourceOf(slash)})`;
    this.#pattern = new RegExp(`${path}|${word}|${sourceOf(shapes.other)}`, 'g');
  }

  /** `squeezed`: without blanks, for pieces of a line that may be cut anywhere. */
  of(plain: string, squeezed = false): string {
    let compared = '';
    let from = 0;
    this.#eachMark(plain, (start, end, mark) => {
      compared += withoutBlanksAtItsEnd(plain, from, start) + mark;
      from = end;
    });
    compared = from === 0 ? plain : compared + plain.slice(from);
    return squeezed ? compared.replaceAll(/[ \t]+/g, '') : compared;
  }

  /** Where in the text the character stands that is at this place of its compared form; both without blanks. */
  placeOf(plain: string, place: number): number {
    let passed = 0;
    let from = 0;
    let found: number | null = null;
    const walk = (start: number, end: number, mark: string): void => {
      for (let at = from; at < start && found === null; at += 1) {
        if (isBlank(plain.charCodeAt(at))) continue;
        if (passed === place) found = at;
        passed += 1;
      }
      if (found === null && place < passed + mark.length) found = start;
      passed += mark.length;
      from = end;
    };
    this.#eachMark(plain, walk);
    walk(plain.length, plain.length, '');
    return found ?? plain.length;
  }

  /** A mark takes the blanks behind it with it: columns are filled up with them, `9.8s` and `10.2s` are not as wide. */
  #eachMark(plain: string, take: (start: number, end: number, mark: string) => void): void {
    this.#pattern.lastIndex = 0;
    for (let match = this.#pattern.exec(plain); match !== null; match = this.#pattern.exec(plain)) {
      let group = 1;
      while (match[group] === undefined) group += 1;
      let end = this.#pattern.lastIndex;
      while (end < plain.length && isBlank(plain.charCodeAt(end))) end += 1;
      this.#pattern.lastIndex = end;
      take(match.index, end, `\0${this.#names[group - 1] ?? ''}\0`);
    }
  }
}

/** Shorter ones are words as well. */
const idLeastChars = 4;

/** An output line as it is seen: without its escape sequences, and without what a lone `\r` overwrote. */
export function seenText(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  const ended = text.endsWith('\r') ? text.replace(/(?<!\r)\r+$/, '') : text;
  const seen = ended.slice(ended.lastIndexOf('\r') + 1);
  return seen.includes('\x1b') ? seen.replaceAll(sequence, '') : seen;
}

/** As UTF-8, for people: it was read byte by byte. */
export function readableText(seen: string): string {
  return Buffer.from(seen, 'latin1').toString('utf8');
}

/** Bytes, not characters: a C1 control is part of a UTF-8 character here. */
const sequence =
  /\x1b(?:\[[0-?]{0,256}[ -/]{0,4}[@-~]|\][^\n\x07\x1b]{0,8192}(?:\x07|\x1b\\)|[PX^_][^\n\x1b]{0,8192}\x1b\\|[ -/]{1,4}[0-~]|[0-OQ-WYZ\\`-~])/g;

function folderSource(folder: string): string[] {
  const bytes = Buffer.from(folder, 'utf8')
    .toString('latin1')
    .replace(/(?<!\/)\/+$/, '');
  if (bytes === '') return []; // "/" is no folder of a run
  return [`${escaped(bytes)}(?![\\w-]|\\.\\w)`];
}

function idSource(id: string): string {
  return `${escaped(id)}(?![A-Za-z0-9])`;
}

/** A group for each name. */
function sourceOf(some: readonly Shape[]): string {
  return some.map(({ sources }) => `(${sources.join('|')})`).join('|');
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|-]/g, '\\$&');
}

function withoutBlanksAtItsEnd(text: string, from: number, end: number): string {
  let last = end;
  while (last > from && isBlank(text.charCodeAt(last - 1))) last -= 1;
  return text.slice(from, last);
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09;
}
