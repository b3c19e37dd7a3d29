/**
 * Every fact that can be written, by life stage. The shapes are in `events/*.schema.json`; this page is the list.
 *
 * - asking    `launch.requested` → `launch.validated`
 * - starting  `process.launched` → `process.queued` → `process.started` | `process.spawn_failed`
 * - running   `process.heartbeat`, `process.progressed`, `process.warned`, `process.noted`
 * - steps     `step.started` → `step.finished` | `step.failed` | `step.skipped` …, `workflow.finished`
 * - stopping  `process.stop_requested`
 * - ended     `process.exited` | `process.lost`   (with `spawn_failed`: the terminal ones, the first in file order wins)
 * - judged    `process.completed` | `process.failed` | `process.stopped`
 * - told      `notification.sent` | `notification.failed`
 * - after     `output.removed`, `launch.repeated`; in the history `journal.archived`, always the last
 *
 * The watcher's own journal (`run/watcher.ndjson`, disposable): `watcher.started` → `watcher.changed`,
 * `watcher.faulted` → `watcher.ended`.
 */
import type { CatalogueEvent, Envelope } from './generated/types.ts';

export type {
  CatalogueEvent,
  Envelope,
  EventOf,
  JournalArchivedData,
  LaunchRepeatedData,
  LaunchRequestedData,
  LaunchValidatedData,
  NotificationFailedData,
  NotificationSentData,
  OutputRemovedData,
  ProcessCompletedData,
  ProcessExitedData,
  ProcessFailedData,
  ProcessHeartbeatData,
  ProcessLaunchedData,
  ProcessLostData,
  ProcessNotedData,
  ProcessProgressedData,
  ProcessQueuedData,
  ProcessSpawnFailedData,
  ProcessStartedData,
  ProcessStoppedData,
  ProcessStopRequestedData,
  ProcessWarnedData,
  StepFailedData,
  StepFinishedData,
  StepSkippedData,
  StepStartedData,
  WatcherChangedData,
  WatcherEndedData,
  WatcherFaultedData,
  WatcherStartedData,
  WorkflowFinishedData,
} from './generated/types.ts';

export type EventType = CatalogueEvent['type'];

/** The data that goes with one event type. */
export type DataOf<Type extends EventType> = Extract<CatalogueEvent, { type: Type }>['data'];

/** An event as it was read: of the catalogue, or of a type or version this program does not know and keeps as it is. */
export type ReadEvent = {
  readonly offset: number;
  readonly length: number;
} & (
  | { readonly known: true; readonly event: CatalogueEvent }
  | { readonly known: false; readonly event: Envelope }
);

/** A stretch of a journal that is no event. It is counted and shown, never thrown, never rewritten. */
export type CorruptRange = {
  readonly offset: number;
  readonly length: number;
  readonly reason: CorruptReason;
};

export type CorruptReason =
  | 'torn'
  | 'too_long'
  | 'not_utf8'
  | 'not_json'
  | 'not_an_object'
  | 'not_an_event'
  | 'too_deep'
  | 'bad_data'
  | 'other_process';

/** Version of the journal's format that this program writes. */
export const formatVersion = 1;

/** Longest line that may be written; a reader accepts up to `readLineLimitBytes`. */
export const lineLimitBytes = 64 * 1024;
export const readLineLimitBytes = 1024 * 1024;

/** Types whose lines have a limit of their own: the spec may be long, the last word must fit a nearly full disk. */
export const lineLimitsBytes: Partial<Record<EventType, number>> = {
  'launch.requested': 256 * 1024,
  'process.exited': 1024,
  'process.lost': 1024,
};
