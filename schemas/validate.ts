import type { CatalogueEvent, Envelope, EventType } from './event.ts';
import type { ArchiveManifest, InboxCursor, SupervisionAnswer, SupervisionOrder } from './generated/types.ts';
import type { Validator } from './generated/validators.cjs';
import validators from './generated/validators.cjs';

/** What is wrong with an event that is about to be written, or null. Such a fault is a bug of the writer. */
export function faultInEvent(event: EventDraft): string | null {
  return fault(envelope(), event, '') ?? fault(strict[event.type](), event.data, '/data');
}

export function isValidEvent(event: EventDraft): event is CatalogueEvent {
  return faultInEvent(event) === null;
}

type EventDraft = { readonly type: EventType; readonly data: unknown };

/** True for an object with a readable envelope, whatever its type, version or further keys. */
export function isEnvelope(value: unknown): value is Envelope {
  return tolerantEnvelope()(value);
}

/** Tells what a readable envelope carries: a known event, a known type with unusable data, or something newer. */
export function catalogueKind(envelope: Envelope): 'known' | 'bad_data' | 'unknown' {
  if (carriesKnownData(envelope)) return 'known';
  return isEventType(envelope.type) && envelope.v <= 1 ? 'bad_data' : 'unknown';
}

/** Turns a readable envelope into an event of the catalogue; the envelope itself is not looked at again. */
export function carriesKnownData(envelope: Carrier): envelope is CatalogueEvent {
  return tolerantByType.get(envelope.type)?.()(envelope.data) ?? false;
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

/** Loads a validator with its group when it is needed: most commands need one group, or none. */
function once(load: () => Validator): () => Validator {
  let loaded: Validator | null = null;
  return () => {
    loaded ??= load();
    return loaded;
  };
}

const envelope = once(() => validators.envelope);
const tolerantEnvelope = once(() => validators.tolerantEnvelope);

const strict: Record<EventType, () => Validator> = {
  'launch.requested': once(() => validators.strictLaunchRequested),
  'launch.validated': once(() => validators.strictLaunchValidated),
  'process.launched': once(() => validators.strictProcessLaunched),
  'process.started': once(() => validators.strictProcessStarted),
  'process.spawn_failed': once(() => validators.strictProcessSpawnFailed),
  'process.heartbeat': once(() => validators.strictProcessHeartbeat),
  'process.progressed': once(() => validators.strictProcessProgressed),
  'process.warned': once(() => validators.strictProcessWarned),
  'process.noted': once(() => validators.strictProcessNoted),
  'process.stop_requested': once(() => validators.strictProcessStopRequested),
  'process.exited': once(() => validators.strictProcessExited),
  'process.lost': once(() => validators.strictProcessLost),
  'step.started': once(() => validators.strictStepStarted),
  'step.finished': once(() => validators.strictStepFinished),
  'step.failed': once(() => validators.strictStepFailed),
  'step.skipped': once(() => validators.strictStepSkipped),
  'workflow.finished': once(() => validators.strictWorkflowFinished),
  'process.queued': once(() => validators.strictProcessQueued),
  'process.completed': once(() => validators.strictProcessCompleted),
  'process.failed': once(() => validators.strictProcessFailed),
  'process.stopped': once(() => validators.strictProcessStopped),
  'notification.sent': once(() => validators.strictNotificationSent),
  'notification.failed': once(() => validators.strictNotificationFailed),
  'output.removed': once(() => validators.strictOutputRemoved),
  'launch.repeated': once(() => validators.strictLaunchRepeated),
  'journal.archived': once(() => validators.strictJournalArchived),
  'watcher.started': once(() => validators.strictWatcherStarted),
  'watcher.changed': once(() => validators.strictWatcherChanged),
  'watcher.faulted': once(() => validators.strictWatcherFaulted),
  'watcher.ended': once(() => validators.strictWatcherEnded),
};

const tolerant: Record<EventType, () => Validator> = {
  'launch.requested': once(() => validators.tolerantLaunchRequested),
  'launch.validated': once(() => validators.tolerantLaunchValidated),
  'process.launched': once(() => validators.tolerantProcessLaunched),
  'process.started': once(() => validators.tolerantProcessStarted),
  'process.spawn_failed': once(() => validators.tolerantProcessSpawnFailed),
  'process.heartbeat': once(() => validators.tolerantProcessHeartbeat),
  'process.progressed': once(() => validators.tolerantProcessProgressed),
  'process.warned': once(() => validators.tolerantProcessWarned),
  'process.noted': once(() => validators.tolerantProcessNoted),
  'process.stop_requested': once(() => validators.tolerantProcessStopRequested),
  'process.exited': once(() => validators.tolerantProcessExited),
  'process.lost': once(() => validators.tolerantProcessLost),
  'step.started': once(() => validators.tolerantStepStarted),
  'step.finished': once(() => validators.tolerantStepFinished),
  'step.failed': once(() => validators.tolerantStepFailed),
  'step.skipped': once(() => validators.tolerantStepSkipped),
  'workflow.finished': once(() => validators.tolerantWorkflowFinished),
  'process.queued': once(() => validators.tolerantProcessQueued),
  'process.completed': once(() => validators.tolerantProcessCompleted),
  'process.failed': once(() => validators.tolerantProcessFailed),
  'process.stopped': once(() => validators.tolerantProcessStopped),
  'notification.sent': once(() => validators.tolerantNotificationSent),
  'notification.failed': once(() => validators.tolerantNotificationFailed),
  'output.removed': once(() => validators.tolerantOutputRemoved),
  'launch.repeated': once(() => validators.tolerantLaunchRepeated),
  'journal.archived': once(() => validators.tolerantJournalArchived),
  'watcher.started': once(() => validators.tolerantWatcherStarted),
  'watcher.changed': once(() => validators.tolerantWatcherChanged),
  'watcher.faulted': once(() => validators.tolerantWatcherFaulted),
  'watcher.ended': once(() => validators.tolerantWatcherEnded),
};

/** A map: one look-up an event, where a record that may lack the type takes two. */
const tolerantByType: ReadonlyMap<string, () => Validator> = new Map(Object.entries(tolerant));
