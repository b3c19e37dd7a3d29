import type { ReadEvent } from '../../schemas/event.ts';

/** What the journal of a process says of where it ran, null before it was read. */
export type Origin = { readonly host: string | null };

const sequenceDigits = 16;

/**
 * An event as a CloudEvent 1.0. `source` and `id` together are unique: the id is that of the journal (process, writer,
 * number). `sequence` (an extension of the specification) is the order of the file, as text that sorts.
 */
export function cloudEventOf({ known, event }: ReadEvent, sequence: number, { host }: Origin): object {
  const { process, by, n, type, at, data, v } = event;
  return {
    specversion: '1.0',
    id: `${process}/${by}/${n}`,
    source: host === null ? '/tapps-agents' : `/hosts/${uriPart(host)}/tapps-agents`,
    type: `dev.tapps-agents.${type}`,
    subject: process,
    ...(isMoment(at) ? { time: at } : {}),
    datacontenttype: 'application/json',
    ...(known ? { dataschema: `urn:tapps-agents:schema:${type}:${v}` } : {}),
    sequence: String(sequence).padStart(sequenceDigits, '0'),
    data,
  };
}

/** A journal that somebody made up may be dated on the 31st of February, which a reader would refuse. */
function isMoment(at: string): boolean {
  const ms = Date.parse(at);
  return !Number.isNaN(ms) && new Date(ms).toISOString() === at;
}

/** Half of a character, which a journal may hold, is no part of an address. */
function uriPart(text: string): string {
  return encodeURIComponent(Buffer.from(text, 'utf8').toString('utf8'));
}
