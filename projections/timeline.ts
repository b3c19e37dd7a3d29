import type {
  CatalogueEvent,
  DataOf,
  EventType,
  LaunchValidatedData,
  ProcessHeartbeatData,
  ProcessQueuedData,
  ProcessStopRequestedData,
  ReadEvent,
} from '../schemas/event.ts';
import { commandLine } from './command-line.ts';
import { stepInWords } from './timeline-steps.ts';

/** One event in words, with its time since the launch by the journal's wall clock. */
export type Moment = {
  readonly sequence: number;
  readonly at: string;
  readonly sinceLaunchMs: number;
  readonly type: string;
  readonly words: string;
};

/** Walks a journal: every event in words. Sequence numbers count from 1 in file order. */
export function timelineOf(events: readonly ReadEvent[]): Moment[] {
  const launchedMs = Date.parse(events[0]?.event.at ?? '');
  return events.map((read, index) => momentOf(read, index + 1, launchedMs));
}

export function momentOf(read: ReadEvent, sequence: number, launchedMs: number): Moment {
  const { at, type } = read.event;
  const words = read.known ? inWords(read.event) : 'an event of a newer version';
  return { sequence, at, sinceLaunchMs: Math.max(0, Date.parse(at) - launchedMs), type, words };
}

function inWords(event: CatalogueEvent): string {
  switch (event.type) {
    case 'launch.requested':
      return `${event.data.user}@${event.data.host} asked for: ${commandLine(event.data.command)}`;
    case 'launch.validated':
      return validatedInWords(event.data);
    case 'process.launched':
      return `supervisor ${event.data.supervisorPid} started`;
    case 'process.started':
      return `command started as process ${event.data.pid}`;
    case 'process.heartbeat':
      return heartbeatInWords(event.data);
    case 'process.progressed':
      return `progress: ${progressInWords(event.data)}`;
    case 'process.warned':
      return `warning: ${event.data.message}`;
    case 'process.noted':
      return `note: ${event.data.message}`;
    case 'process.stop_requested':
      return stopInWords(event.data);
    case 'process.spawn_failed':
    case 'process.exited':
    case 'process.lost':
      return endInWords(event);
    case 'process.queued':
      return queuedInWords(event.data);
    case 'step.started':
    case 'step.finished':
    case 'step.failed':
    case 'step.skipped':
    case 'workflow.finished':
      return stepInWords(event);
    case 'process.completed':
    case 'process.failed':
    case 'process.stopped':
      return verdictInWords(event);
    case 'notification.sent':
    case 'notification.failed':
      return noticeInWords(event);
    case 'output.removed':
    case 'launch.repeated':
    case 'journal.archived':
      return afterwardsInWords(event);
    case 'watcher.started':
    case 'watcher.changed':
    case 'watcher.faulted':
    case 'watcher.ended':
      return watcherInWords(event);
  }
}

function heartbeatInWords({ processes, cpuPercent, memoryBytes }: ProcessHeartbeatData): string {
  const cpu = cpuPercent === null ? '' : `, ${cpuPercent}% CPU`;
  const memory = memoryBytes === null ? '' : `, ${(memoryBytes / 1024 ** 2).toFixed(1)} MiB`;
  return `alive: ${count(processes, 'process', 'processes')}${cpu}${memory}`;
}

function stopInWords({ by, signal, graceMs, reason }: ProcessStopRequestedData): string {
  const who = by === 'user' ? 'stop was asked for' : 'stopped by its limit';
  return `${who}: ${signal}, then SIGKILL after ${graceMs / 1000} s${reason === null ? '' : ` (${reason})`}`;
}

function queuedInWords({ reason, after = 'another process' }: ProcessQueuedData): string {
  return reason === 'after' ? `waits for ${after} to complete` : 'waits for a free slot';
}

type End = Extract<CatalogueEvent, { type: 'process.spawn_failed' | 'process.exited' | 'process.lost' }>;

function endInWords(event: End): string {
  switch (event.type) {
    case 'process.spawn_failed':
      return `command could not be executed: ${event.data.message}`;
    case 'process.exited': {
      const { signal, code } = event.data;
      return signal === null ? `exited with code ${code ?? 'unknown'}` : `killed by ${signal}`;
    }
    case 'process.lost':
      return `lost: ${event.data.reason.replaceAll('_', ' ')}`;
  }
}

function verdictInWords({
  type,
  data,
}: Extract<CatalogueEvent, { type: 'process.completed' | 'process.failed' | 'process.stopped' }>): string {
  const status = type.slice('process.'.length);
  return `verdict: ${status}${data.message === null ? '' : `: ${data.message}`}`;
}

type Afterwards = Extract<
  CatalogueEvent,
  { type: 'output.removed' | 'launch.repeated' | 'journal.archived' }
>;

function afterwardsInWords(event: Afterwards): string {
  switch (event.type) {
    case 'output.removed':
      return `its output of ${event.data.bytes} bytes was removed: ${event.data.reason}`;
    case 'launch.repeated':
      return `${event.data.resumed ? 'resumed' : 'launched again'} as ${event.data.as}`;
    case 'journal.archived':
      return `archived: ${event.data.dropped} of ${event.data.events} events left out`;
  }
}

function noticeInWords(
  event: Extract<CatalogueEvent, { type: 'notification.sent' | 'notification.failed' }>,
): string {
  const { kind, channel, repeat = false } = event.data;
  const what = `${kind}${repeat ? ' (again)' : ''}`;
  return event.type === 'notification.sent'
    ? `told ${what} by ${channel}`
    : `could not tell ${what} by ${channel}: ${event.data.error}`;
}

/** What a watcher writes down of itself. */
type WatcherEventType = Extract<EventType, `watcher.${string}`>;
export type WatcherFact = {
  [Type in WatcherEventType]: { readonly type: Type; readonly data: DataOf<Type> };
}[WatcherEventType];

export function watcherInWords(event: WatcherFact): string {
  switch (event.type) {
    case 'watcher.started':
      return `watcher started as process ${event.data.pid}`;
    case 'watcher.changed':
      return `watcher: ${event.data.message}`;
    case 'watcher.faulted':
      return `watcher: ${event.data.rule} failed: ${event.data.message}`;
    case 'watcher.ended':
      return `watcher ended: ${event.data.reason}`;
  }
}

/** `45% (Step 5/10: Implementation)`, with whatever of it is known. */
export function progressInWords(progress: {
  readonly percent?: number | null;
  readonly step?: number | null;
  readonly steps?: number | null;
  readonly label?: string | null;
}): string {
  const { percent = null, step = null, steps = null, label = null } = progress;
  const stepWords = step === null ? '' : `Step ${step}${steps === null ? '' : `/${steps}`}`;
  const inside = [stepWords, label ?? ''].filter((part) => part !== '').join(': ');
  if (percent === null) return inside;
  return `${Math.floor(percent)}%${inside === '' ? '' : ` (${inside})`}`;
}

function validatedInWords({ checks, valid, skipped = false }: LaunchValidatedData): string {
  if (skipped && valid) return 'validation was skipped, as asked';
  const problems = checks.filter(({ ok }) => !ok).map(({ message }) => message);
  const passed = `${count(checks.length - problems.length, 'check', 'checks')} passed`;
  if (problems.length === 0) return passed;
  return `${passed}, ${valid ? 'warnings' : 'refused'}: ${problems.join('; ')}`;
}

function count(n: number, one: string, many: string): string {
  return `${n} ${n === 1 ? one : many}`;
}
