import type { CatalogueEvent, Envelope, EventType } from './event.ts';
import type { ArchiveManifest, InboxCursor, SupervisionAnswer, SupervisionOrder } from './generated/types.ts';
import type { Validator } from './generated/validators.cjs';
import * as validators from './generated/validators.cjs';

/** What is wrong with an event that is about to be written, or null. Such a fault is a bug of the writer. */
export function faultInEvent(event: EventDraft): string | null {
  return fault(validators.envelope, event, '') ?? fault(strict[event.type], event.data, '/data');
}

export function isValidEvent(event: EventDraft): event is CatalogueEvent {
  return faultInEvent(event) === null;
}

type EventDraft = { readonly type: EventType; readonly data: unknown };

/** True for an object with a readable envelope, whatever its type, version or further keys. */
export function isEnvelope(value: unknown): value is Envelope {
  return validators.tolerantEnvelope(value);
}

/** Tells what a readable envelope carries: a known event, a known type with unusable data, or something newer. */
export function catalogueKind(envelope: Envelope): 'known' | 'bad_data' | 'unknown' {
  if (carriesKnownData(envelope)) return 'known';
  return isEventType(envelope.type) && envelope.v <= 1 ? 'bad_data' : 'unknown';
}

/** Turns a readable envelope into an event of the catalogue; the envelope itself is not looked at again. */
export function carriesKnownData(envelope: Carrier): envelope is CatalogueEvent {
  return tolerantByType.get(envelope.type)?.(envelope.data) ?? false;
}

export function isCatalogueEvent(value: unknown): value is CatalogueEvent {
  return isEnvelope(value) && carriesKnownData(value);
}

type Carrier = { readonly type: string; readonly data: object };

export function isSupervisionOrder(value: unknown): value is SupervisionOrder {
  return validators.supervisionOrder(value);
}

export function isSupervisionAnswer(value: unknown): value is SupervisionAnswer {
  return validators.supervisionAnswer(value);
}

export function isInboxCursor(value: unknown): value is InboxCursor {
  return validators.inboxCursor(value);
}

export function isArchiveManifest(value: unknown): value is ArchiveManifest {
  return validators.archiveManifest(value);
}

export function isEventType(type: string): type is EventType {
  return Object.hasOwn(strict, type);
}

function fault(validator: Validator, value: unknown, at: string): string | null {
  if (validator(value)) return null;
  const [error] = validator.errors ?? [];
  return `${at}${error?.instancePath ?? ''} ${error?.message ?? 'is not valid'} ${JSON.stringify(error?.params ?? {})}`;
}

const strict: Record<EventType, Validator> = {
  'launch.requested': validators.strictLaunchRequested,
  'launch.validated': validators.strictLaunchValidated,
  'process.launched': validators.strictProcessLaunched,
  'process.started': validators.strictProcessStarted,
  'process.spawn_failed': validators.strictProcessSpawnFailed,
  'process.heartbeat': validators.strictProcessHeartbeat,
  'process.progressed': validators.strictProcessProgressed,
  'process.warned': validators.strictProcessWarned,
  'process.noted': validators.strictProcessNoted,
  'process.stop_requested': validators.strictProcessStopRequested,
  'process.exited': validators.strictProcessExited,
  'process.lost': validators.strictProcessLost,
  'step.started': validators.strictStepStarted,
  'step.finished': validators.strictStepFinished,
  'step.failed': validators.strictStepFailed,
  'step.skipped': validators.strictStepSkipped,
  'workflow.finished': validators.strictWorkflowFinished,
  'process.queued': validators.strictProcessQueued,
  'process.completed': validators.strictProcessCompleted,
  'process.failed': validators.strictProcessFailed,
  'process.stopped': validators.strictProcessStopped,
  'notification.sent': validators.strictNotificationSent,
  'notification.failed': validators.strictNotificationFailed,
  'output.removed': validators.strictOutputRemoved,
  'launch.repeated': validators.strictLaunchRepeated,
  'journal.archived': validators.strictJournalArchived,
  'watcher.started': validators.strictWatcherStarted,
  'watcher.changed': validators.strictWatcherChanged,
  'watcher.faulted': validators.strictWatcherFaulted,
  'watcher.ended': validators.strictWatcherEnded,
};

const tolerant: Record<EventType, Validator> = {
  'launch.requested': validators.tolerantLaunchRequested,
  'launch.validated': validators.tolerantLaunchValidated,
  'process.launched': validators.tolerantProcessLaunched,
  'process.started': validators.tolerantProcessStarted,
  'process.spawn_failed': validators.tolerantProcessSpawnFailed,
  'process.heartbeat': validators.tolerantProcessHeartbeat,
  'process.progressed': validators.tolerantProcessProgressed,
  'process.warned': validators.tolerantProcessWarned,
  'process.noted': validators.tolerantProcessNoted,
  'process.stop_requested': validators.tolerantProcessStopRequested,
  'process.exited': validators.tolerantProcessExited,
  'process.lost': validators.tolerantProcessLost,
  'step.started': validators.tolerantStepStarted,
  'step.finished': validators.tolerantStepFinished,
  'step.failed': validators.tolerantStepFailed,
  'step.skipped': validators.tolerantStepSkipped,
  'workflow.finished': validators.tolerantWorkflowFinished,
  'process.queued': validators.tolerantProcessQueued,
  'process.completed': validators.tolerantProcessCompleted,
  'process.failed': validators.tolerantProcessFailed,
  'process.stopped': validators.tolerantProcessStopped,
  'notification.sent': validators.tolerantNotificationSent,
  'notification.failed': validators.tolerantNotificationFailed,
  'output.removed': validators.tolerantOutputRemoved,
  'launch.repeated': validators.tolerantLaunchRepeated,
  'journal.archived': validators.tolerantJournalArchived,
  'watcher.started': validators.tolerantWatcherStarted,
  'watcher.changed': validators.tolerantWatcherChanged,
  'watcher.faulted': validators.tolerantWatcherFaulted,
  'watcher.ended': validators.tolerantWatcherEnded,
};

/** A map: one look-up an event, where a record that may lack the type takes two. */
const tolerantByType: ReadonlyMap<string, Validator> = new Map(Object.entries(tolerant));
