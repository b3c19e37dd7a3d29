import type { CatalogueEvent } from '../schemas/event.ts';
import type { Evidence, Recorded } from './process-life.ts';

/** What may still be said of a process that is over: who of it lives on, the verdict, who was told, what was removed. */
export function isRemark({ type }: CatalogueEvent): boolean {
  return remarks.has(type);
}

const remarks: ReadonlySet<CatalogueEvent['type']> = new Set<CatalogueEvent['type']>([
  'process.warned',
  'process.noted',
  'process.completed',
  'process.failed',
  'process.stopped',
  'notification.sent',
  'notification.failed',
  'output.removed',
]);

/** The verdict that an event writes down, if it is one. */
export function recordedIn(event: CatalogueEvent, evidence: Evidence): Recorded | null {
  switch (event.type) {
    case 'process.completed':
      return { status: 'completed', data: event.data, at: event.at, evidence };
    case 'process.failed':
      return { status: 'failed', data: event.data, at: event.at, evidence };
    case 'process.stopped':
      return { status: 'stopped', data: event.data, at: event.at, evidence };
    default:
      return null;
  }
}
