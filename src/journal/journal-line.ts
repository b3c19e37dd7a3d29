import stringify from 'fast-json-stable-stringify';
import { type CatalogueEvent, type Envelope, lineLimitBytes, lineLimitsBytes } from '../../schemas/event.ts';
import { assert } from '../base/assert.ts';

const envelopeOrder = ['at', 'type', 'process', 'by', 'n', 'data', 'seen', 'v'] as const;
const envelopeKeys: ReadonlySet<string> = new Set(envelopeOrder);
/** Each with its quotes and what stands before it: of all the work on a line, the names were a tenth. */
const envelopeNames = envelopeOrder.map(
  (key, index) => [key, `${index === 0 ? '{' : ','}"${key}":`] as const,
);

/**
 * The one line an event is, without its `\n`: the envelope in the order made for eyes on `tail -f`, everything below
 * it sorted by key, and what a later version added to the envelope behind it. The same event is the same bytes on every
 * machine. What it has seen may be given beside it: a writer knows that last.
 */
export function encodeLine(event: CatalogueEvent | Envelope, seen: Seen = event.seen): string {
  let line = '';
  for (const [key, name] of envelopeNames)
    line += name + textOf(event.type, key, key === 'seen' ? seen : event[key]);
  // The envelope is whole by now, so only what a later version added makes more of them.
  if (Object.keys(event).length > envelopeOrder.length) line += addedTo(event);
  assert(!line.includes('\n'), `${event.type} is one line`);
  return `${line}}`;
}

type Seen = readonly [offset: number, hash: string];

function addedTo(event: CatalogueEvent | Envelope): string {
  const added = Object.entries(event).filter(([key]) => !envelopeKeys.has(key));
  return added
    .sort(byKey)
    .map(([key, value]) => `,${JSON.stringify(key)}:${textOf(event.type, key, value)}`)
    .join('');
}

function textOf(type: string, key: string, given: unknown): string {
  // Of what has no keys both make the same; the one that sorts them takes three times as long to begin.
  const hasKeys = typeof given === 'object' && key !== 'seen';
  const value: unknown = hasKeys ? stringify(given) : JSON.stringify(given);
  // It answers `undefined` for what JSON cannot hold; writing that down would be the word "undefined".
  assert(typeof value === 'string', `${type}: ${key} is plain JSON`);
  return value;
}

function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}

/** Most bytes that a line of this type may have. */
export function lineLimitOf(type: CatalogueEvent['type']): number {
  return lineLimitsBytes[type] ?? lineLimitBytes;
}

/** Whether a line stands in what was read, not glued to what was before it; `startsFresh` if that begins a line. */
export function holdsLine(bytes: Buffer, line: Buffer, startsFresh: boolean): boolean {
  for (let at = bytes.indexOf(line); at !== -1; at = bytes.indexOf(line, at + 1)) {
    const begins = at === 0 ? startsFresh : bytes[at - 1] === 0x0a;
    if (begins && bytes[at + line.length] === 0x0a) return true;
  }
  return false;
}
