import fc from 'fast-check';
import type { DataOf } from '../../schemas/event.ts';
import * as given from '../rig/given-events.ts';
import type { GivenEvent } from '../rig/given-journal.ts';

const { constant, constantFrom, integer, oneof, record } = fc;

const anyStepEvent = [
  constantFrom(1, 2, 3).map((index) => given.stepStarted(`step-${index}`, index)),
  constantFrom(1, 2, 3).map((index) => given.stepFinished(`step-${index}`, index)),
  constant(given.stepFailed()),
  constant(given.stepSkipped()),
  constantFrom('completed', 'blocked').map((outcome) => given.workflowFinished({ outcome })),
] as const;

/** One event of any type, with the data that decides something varied. */
export const anyEvent: fc.Arbitrary<GivenEvent> = oneof(
  constant(given.requested()),
  fc.boolean().map((valid) => given.validated({ valid, checks: checksFor(valid) })),
  constant(given.launched()),
  constantFrom(1, 2).map((attempt) => given.started({ pid: 4101 + attempt, attempt })),
  integer({ min: 0, max: 9 }).map((megabytes) => given.heartbeat({ memoryBytes: megabytes * 1e6 })),
  integer({ min: 0, max: 100 }).map((percent) => given.progressed({ percent })),
  constantFrom(
    'disk_low',
    'output_truncated',
    'left_running',
    'error_line',
    'fail_on',
    'stalled',
    'moving',
  ).map((kind) => given.warned({ kind, bytes: 4096, pids: [4109] })),
  constant(given.noted()),
  constant(given.doneLine()),
  constant(given.queued()),
  constantFrom(given.completed(), given.failed(), given.stopped()),
  constantFrom(given.noticeSent(), given.noticeFailed()),
  constantFrom('user', 'timeout', 'output_limit').map((by) => given.stopRequested({ by })),
  ...anyStepEvent,
  constant(spawnFailed()),
  record({ code: constantFrom(0, 3), willRetry: fc.boolean() }).map(given.exited),
  constantFrom<DataOf<'process.lost'>['reason']>('supervisor_died', 'machine_restarted', 'never_started').map(
    (reason) => given.lost({ reason }),
  ),
);

export const anyHistory: fc.Arbitrary<GivenEvent[]> = fc.array(anyEvent, { maxLength: 25 });

export function spawnFailed(): GivenEvent {
  const data = { code: 'ENOENT', message: 'the command was not found: nowhere' };
  return { type: 'process.spawn_failed', by: 'supervisor', data };
}

function checksFor(ok: boolean): DataOf<'launch.validated'>['checks'] {
  return [{ name: 'command', ok, severity: 'error', message: 'nowhere was not found', hint: '' }];
}
