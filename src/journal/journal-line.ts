import stringify from 'fast-json-stable-stringify';
import { type CatalogueEvent, lineLimitBytes, lineLimitsBytes } from '../../schemas/event.ts';
import { assert } from '../base/assert.ts';

const envelopeOrder = ['at', 'type', 'process', 'by', 'n', 'data', 'seen', 'v'] as const;

/**
 * The one line an event is, without its `\n`: the envelope in the order made for eyes on `tail -f`, everything below
 * it sorted by key. The same event is the same bytes on every machine.
 */
export function encodeLine(event: CatalogueEvent): string {
  const fields = envelopeOrder.map((key) => {
    const value: unknown = stringify(event[key]);
    // It answers `undefined` for what JSON cannot hold; writing that down would be the word "undefined".
    assert(typeof value === 'string', `${event.type}: ${key} is plain JSON`);
    return `"${key}":${value}`;
  });
  const line = `{${fields.join(',')}}`;
  assert(!line.includes('\n'), `${event.type} is one line`);
  return line;
}

/** Most bytes that a line of this type may have. */
export function lineLimitOf(type: CatalogueEvent['type']): number {
  return lineLimitsBytes[type] ?? lineLimitBytes;
}
