import stringify from 'fast-json-stable-stringify';
import type { ReadEvent } from '../../schemas/event.ts';

const envelopeOrder = ['at', 'type', 'process', 'by', 'n', 'data', 'v'];

/**
 * An event as a line of a journal, without `seen`: that attests bytes of the journal, and here are others. What a later
 * version added to the envelope stands at the end.
 */
export function eventLine({ event }: ReadEvent): string {
  const { seen: _, ...fields } = event;
  const values = new Map<string, unknown>(Object.entries(fields));
  const further = [...values.keys()].filter((key) => !envelopeOrder.includes(key)).sort();
  const written = [...envelopeOrder, ...further].map(
    (key) => `${JSON.stringify(key)}:${stringify(values.get(key))}`,
  );
  return `{${written.join(',')}}`;
}
