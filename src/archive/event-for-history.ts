import type { CatalogueEvent, Envelope, ReadEvent } from '../../schemas/event.ts';
import { redactRead } from '../output/redact-event.ts';

/**
 * An event as the history keeps it: without its secrets, by the rules of today, and without the addresses of the
 * machine that only a running process needs. `movedTo` says where an event that a verdict refers to lies now.
 */
export function eventForHistory(
  read: ReadEvent,
  movedTo: (offset: number) => number | null,
): CatalogueEvent | Envelope {
  const redacted = redactRead(read);
  if (!redacted.known) return redacted.event;
  const { event } = redacted;
  switch (event.type) {
    case 'launch.requested':
      return { ...event, data: { ...event.data, tty: null, session: null, notifyEnv: {} } };
    case 'process.completed':
      return { ...event, data: { ...event.data, evidence: moved(event.data.evidence, movedTo) } };
    case 'process.failed':
      return { ...event, data: { ...event.data, evidence: moved(event.data.evidence, movedTo) } };
    case 'process.stopped':
      return { ...event, data: { ...event.data, evidence: moved(event.data.evidence, movedTo) } };
    default:
      return event;
  }
}

type Evidence = { readonly offset: number };

function moved<One extends Evidence>(evidence: One[], movedTo: (offset: number) => number | null): One[] {
  return evidence.map((one) => ({ ...one, offset: movedTo(one.offset) ?? one.offset }));
}

/** Offsets of the events that a verdict refers to. */
export function evidenceOf({ known, event }: ReadEvent): number[] {
  if (!known) return [];
  switch (event.type) {
    case 'process.completed':
    case 'process.failed':
    case 'process.stopped':
      return event.data.evidence.map(({ offset }) => offset);
    default:
      return [];
  }
}
