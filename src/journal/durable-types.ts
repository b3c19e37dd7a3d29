import type { EventType } from '../../schemas/event.ts';

/** Events that are on the disk before their append returns: what was launched, started, stopped, ended and told. */
export const durableTypes: ReadonlySet<EventType> = new Set<EventType>([
  'launch.requested',
  'launch.validated',
  'process.launched',
  'process.started',
  'process.spawn_failed',
  'process.stop_requested',
  'process.exited',
  'process.lost',
  'step.finished',
  'step.failed',
  'step.skipped',
  'workflow.finished',
  'process.queued',
  'process.completed',
  'process.failed',
  'process.stopped',
  'notification.sent',
  'notification.failed',
  'output.removed',
  'launch.repeated',
]);
