import type { DataOf } from '../../schemas/event.ts';
import type { WriterRole } from '../../src/journal/journal-writer.ts';
import type { GivenEvent } from './given-journal.ts';

/** Events as the program writes them, neutral in what they say; `data` changes what matters to a test. */

export function requested(data: Partial<DataOf<'launch.requested'>> = {}): GivenEvent {
  return { type: 'launch.requested', by: 'launcher', data: { ...request, ...data } };
}

export function validated(data: Partial<DataOf<'launch.validated'>> = {}): GivenEvent {
  const check = { name: 'command', ok: true, severity: 'error', message: 'sh is there', hint: '' } as const;
  const passed = { valid: true, strict: false, durationMs: 3.5, checks: [check] };
  return { type: 'launch.validated', by: 'launcher', data: { ...passed, ...data } };
}

export function launched(): GivenEvent {
  return {
    type: 'process.launched',
    by: 'launcher',
    data: { supervisorPid: 4101, supervisorStartToken: 'boot-1:4101' },
  };
}

export function started(data: Partial<DataOf<'process.started'>> = {}): GivenEvent {
  const supervisor = { supervisorPid: 4101, supervisorStartToken: 'boot-1:4101' };
  const child = { pid: 4102, startToken: 'boot-1:4102', attempt: 1 };
  return { type: 'process.started', by: 'supervisor', data: { ...supervisor, ...child, ...data } };
}

export function heartbeat(data: Partial<DataOf<'process.heartbeat'>> = {}): GivenEvent {
  const tree = { pid: 4102, cpuPercent: 12.5, memoryBytes: 2_000_000, processes: 1 };
  const output = { elapsedMs: 1000, outputBytes: 30, silentMs: 10 };
  return { type: 'process.heartbeat', by: 'supervisor', data: { ...tree, ...output, ...data } };
}

export function progressed(data: Partial<DataOf<'process.progressed'>> = {}): GivenEvent {
  const found = { percent: 45, line: 'Step 5/10: Größe', offset: 120, step: 5, steps: 10 };
  return { type: 'process.progressed', by: 'supervisor', data: { ...found, ...data } };
}

export function warned(data: Partial<DataOf<'process.warned'>> = {}): GivenEvent {
  const warning = { kind: 'disk_low', message: 'the disk is nearly full' };
  return { type: 'process.warned', by: 'supervisor', data: { ...warning, ...data } };
}

export function noted(message = 'half way', by: WriterRole = 'emit'): GivenEvent {
  return { type: 'process.noted', by, data: { message } };
}

export function stopRequested(data: Partial<DataOf<'process.stop_requested'>> = {}): GivenEvent {
  const request = { signal: 'SIGTERM', graceMs: 10_000, reason: null, by: 'user' } as const;
  return { type: 'process.stop_requested', by: 'stop', data: { ...request, ...data } };
}

export function exited(data: Partial<DataOf<'process.exited'>> = {}): GivenEvent {
  const end = { code: 0, signal: null, attempt: 1, willRetry: false, durationMs: 2000, outputBytes: 40 };
  const usage = { cpuPercent: 10, peakMemoryBytes: 3_000_000 };
  return { type: 'process.exited', by: 'supervisor', data: { ...end, usage, ...data } };
}

export function lost(data: Partial<DataOf<'process.lost'>> = {}): GivenEvent {
  const loss = { reason: 'supervisor_died', lastSeenAt: null } as const;
  return { type: 'process.lost', by: 'stop', data: { ...loss, ...data } };
}

export function queued(data: Partial<DataOf<'process.queued'>> = {}): GivenEvent {
  return { type: 'process.queued', by: 'launcher', data: { reason: 'limit', ...data } };
}

export function errorLine(line = 'ModuleNotFoundError: No module named tiktoken', offset = 40): GivenEvent {
  return warned({ kind: 'error_line', message: line, line, offset });
}

export function failLine(line = 'FATAL: no licence', offset = 50): GivenEvent {
  return warned({ kind: 'fail_on', message: line, line, offset });
}

export function doneLine(line = '5 passed', offset = 60): GivenEvent {
  const data = { kind: 'done_on', message: line, line, offset } as const;
  return { type: 'process.noted', by: 'supervisor', data };
}

const judged = {
  evidence: [],
  summary: {
    durationMs: 2000,
    attempts: 1,
    steps: [],
    peakMemoryBytes: null,
    cpuPercent: null,
    outputBytes: 40,
    warnings: 0,
    errorLines: 0,
  },
};

export function completed(): GivenEvent {
  return { type: 'process.completed', by: 'watcher', data: { ...judged, reason: null, message: null } };
}

export function failed(data: Partial<DataOf<'process.failed'>> = {}): GivenEvent {
  const verdict = { ...judged, reason: 'exit_code', message: 'exited with code 3' } as const;
  return { type: 'process.failed', by: 'watcher', data: { ...verdict, ...data } };
}

export function stopped(): GivenEvent {
  return { type: 'process.stopped', by: 'watcher', data: { ...judged, reason: 'stopped', message: null } };
}

const notice = { kind: 'failed', channel: 'log', title: 'Process Failed', message: 'it failed' } as const;

export function noticeSent(data: Partial<DataOf<'notification.sent'>> = {}): GivenEvent {
  return { type: 'notification.sent', by: 'watcher', data: { ...notice, ...data } };
}

export function noticeFailed(data: Partial<DataOf<'notification.failed'>> = {}): GivenEvent {
  const trouble = { outcome: 'failed', error: 'it is not there' } as const;
  return { type: 'notification.failed', by: 'watcher', data: { ...notice, ...trouble, ...data } };
}

/** The five events of the shortest whole life. */
export function wholeLife(): GivenEvent[] {
  return [requested(), validated(), launched(), started(), exited()];
}

const request: DataOf<'launch.requested'> = {
  kind: 'command',
  type: 'sh',
  name: null,
  command: ['sh', '-c', 'echo hi'],
  cwd: '/home/user/project',
  envNames: ['HOME', 'PATH'],
  prompt: null,
  tags: {},
  limits: { timeoutMs: null, maxOutputBytes: null, onMaxOutput: 'truncate', minFreeDiskBytes: 0 },
  patterns: { progress: null },
  output: '.tapps-agents/output/k3f9a2c7.output',
  host: 'machine',
  user: 'user',
  bootId: 'boot-1',
  tty: null,
  session: null,
  notifyEnv: {},
  git: null,
  engineVersion: null,
  version: '0.1.0',
  launcherPid: 4100,
  launcherStartToken: 'boot-1:4100',
};

/** Events of the step runner, of a workflow of five steps. */
export function stepStarted(step: string, index: number, attempt = 1): GivenEvent {
  return { type: 'step.started', by: 'runner', data: { step, index, steps: 5, attempt } };
}

export function stepFinished(
  step: string,
  index: number,
  made: string[] = [],
  more: Partial<DataOf<'step.finished'>> = {},
): GivenEvent {
  const data = { step, index, steps: 5, attempt: 1, durationMs: 1500, made, code: 0 };
  return { type: 'step.finished', by: 'runner', data: { ...data, ...more } };
}

export function stepFailed(data: Partial<DataOf<'step.failed'>> = {}): GivenEvent {
  const failed = {
    step: 'tests',
    index: 3,
    steps: 5,
    attempt: 1,
    durationMs: 2000,
    code: 1,
    willRetry: false,
  };
  const why = { reason: 'exit_code', message: 'exited with code 1', missing: [] } as const;
  return { type: 'step.failed', by: 'runner', data: { ...failed, ...why, missing: [], ...data } };
}

export function stepSkipped(data: Partial<DataOf<'step.skipped'>> = {}): GivenEvent {
  const skipped = { step: 'plan', index: 1, steps: 5, reason: 'done_before' } as const;
  return { type: 'step.skipped', by: 'runner', data: { ...skipped, ...data } };
}

export function workflowFinished(data: Partial<DataOf<'workflow.finished'>> = {}): GivenEvent {
  const finished = { outcome: 'completed', message: null, step: null, finished: 5, steps: 5 } as const;
  return { type: 'workflow.finished', by: 'runner', data: { ...finished, missing: [], ...data } };
}
