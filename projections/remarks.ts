import type { CatalogueEvent } from '../schemas/event.ts';
import type { Evidence, Recorded } from './process-life.ts';

/** What may still be said of a process that is over: who of it lives on, the verdict, who was told, what became of its files. */
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
  'launch.repeated',
  'journal.archived',
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

/** What changes no phase: it only adds to the facts, or stands in a journal of its own. */
const silentTypes = {
  'process.progressed': true,
  'process.noted': true,
  'step.started': true,
  'step.finished': true,
  'step.failed': true,
  'step.skipped': true,
  'process.completed': true,
  'process.failed': true,
  'process.stopped': true,
  'notification.sent': true,
  'notification.failed': true,
  'output.removed': true,
  'launch.repeated': true,
  'journal.archived': true,
  'watcher.started': true,
  'watcher.changed': true,
  'watcher.faulted': true,
  'watcher.ended': true,
} satisfies Partial<Record<CatalogueEvent['type'], true>>;

type Silent = Extract<CatalogueEvent, { type: keyof typeof silentTypes }>;

/** True for what leaves a life where it is. */
export function isSilent(event: CatalogueEvent): event is Silent {
  return Object.hasOwn(silentTypes, event.type);
}
