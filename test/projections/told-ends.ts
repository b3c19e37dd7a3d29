import * as given from '../rig/given-events.ts';
import { exited } from '../rig/given-events.ts';
import type { GivenEvent } from '../rig/given-journal.ts';
import { spawnFailed } from './any-event.ts';

/** Ends that the journal itself tells, with the first line that is said of each. */
export type EndRow = {
  readonly rule: string;
  readonly events: readonly GivenEvent[];
  readonly line: string;
  readonly certainty?: 'likely' | 'unknown';
  readonly everyoneLives?: true;
};

const asked = [given.requested(), given.validated(), given.launched()];
const running = [...asked, given.started()];
const refusal = {
  name: 'tools',
  ok: false,
  severity: 'error',
  message: 'Missing required tool: jq',
  hint: 'install it',
} as const;
const step = (message: string): GivenEvent[] => [
  given.stepFailed({ message }),
  given.workflowFinished({ outcome: 'failed', message: `step 3/5 "tests": ${message}` }),
];
const inWorkflow = [
  given.requested({ kind: 'workflow' }),
  ...running.slice(1),
  given.stepStarted('tests', 3),
];

export const decidedEnds: readonly EndRow[] = [
  {
    rule: 'refused',
    events: [given.requested(), given.validated({ valid: false, checks: [refusal] })],
    line: 'refused before it ran: Missing required tool: jq',
  },
  ...[
    ['command_not_found', 'ENOENT'],
    ['not_executable', 'EACCES'],
    ['wrong_format', 'ENOEXEC'],
    ['arguments_too_large', 'E2BIG'],
    ['too_many_links', 'ELOOP'],
    ['no_process_left', 'EAGAIN'],
    ['no_memory_to_start', 'ENOMEM'],
    ['bad_argument', 'ERR_INVALID_ARG_VALUE'],
    ['not_started', 'EIO'],
  ].map(([rule = '', code = '']) => ({
    rule,
    events: [...asked, { ...spawnFailed(), data: { code, message: 'no such luck' } } as GivenEvent],
    line: `not started (${code}): no such luck`,
  })),
  {
    rule: 'stopped',
    events: [
      ...running,
      given.stopRequested({ reason: 'wrong branch' }),
      exited({ code: null, signal: 'SIGTERM' }),
    ],
    line: 'stopped on request: wrong branch',
  },
  {
    rule: 'time_limit',
    events: [
      ...running,
      given.stopRequested({ by: 'timeout', reason: 'ran longer than its time limit of 2m' }),
      exited({ code: null, signal: 'SIGTERM' }),
    ],
    line: 'ran longer than its time limit of 2m',
  },
  {
    rule: 'output_limit',
    events: [
      ...running,
      given.stopRequested({ by: 'output_limit', reason: 'wrote more than 1.0 KiB of output' }),
      exited({ code: 0 }),
    ],
    line: 'output limit: wrote more than 1.0 KiB of output',
  },
  {
    rule: 'fail_on',
    events: [...running, given.failLine('FATAL: no licence'), exited({ code: 0 })],
    line: 'its output says that it failed: FATAL: no licence',
  },
  {
    rule: 'done_missing',
    events: [given.requested({ patterns: { progress: null, doneOn: 'ok' } }), ...running.slice(1), exited()],
    line: 'exit 0, but its output never said that it is done (ok)',
  },
  {
    rule: 'no_success_code',
    events: [given.requested({ successCodes: [3] }), ...running.slice(1), exited()],
    line: 'exit 0, which is not among its success codes (3)',
  },
  {
    rule: 'blocked',
    events: [
      ...inWorkflow,
      given.workflowFinished({
        outcome: 'blocked',
        message: 'Workflow blocked: no ready steps. Missing: a.md',
      }),
      exited({ code: 1 }),
    ],
    line: 'Workflow blocked: no ready steps. Missing: a.md',
  },
  {
    rule: 'artifact_missing',
    events: [
      ...inWorkflow,
      given.stepFailed({ message: 'did not make a.md' }),
      given.workflowFinished({ outcome: 'artifact_missing', message: 'step 3/5 "tests": did not make a.md' }),
      exited({ code: 1 }),
    ],
    line: 'artifact missing in step 3/5 "tests": did not make a.md',
  },
  {
    rule: 'gate_not_passed',
    events: [...inWorkflow, ...step('its gate was not passed: score >= 70'), exited({ code: 1 })],
    line: 'failed in step 3/5 "tests": its gate was not passed: score >= 70',
  },
  {
    rule: 'step_time_limit',
    events: [...inWorkflow, ...step('ran longer than its time limit of 1s'), exited({ code: 1 })],
    line: 'failed in step 3/5 "tests": ran longer than its time limit of 1s',
  },
  {
    rule: 'step_not_started',
    events: [...inWorkflow, ...step('could not be started: ./x (ENOENT)'), exited({ code: 1 })],
    line: 'failed in step 3/5 "tests": could not be started: ./x (ENOENT)',
  },
  {
    rule: 'predecessor_failed',
    events: [
      given.requested({ after: 'abc' }),
      ...asked.slice(1),
      given.warned({ kind: 'blocked', message: 'abc, which it was to start after, failed' }),
      given.lost({ reason: 'never_started' }),
    ],
    line: 'never started: abc, which it was to start after, failed',
  },
  {
    rule: 'beginning_missing',
    certainty: 'unknown',
    events: [given.heartbeat(), given.lost()],
    line: 'not known: its journal does not say what was launched; it was emptied, cut or replaced',
  },
  {
    rule: 'never_started',
    certainty: 'likely',
    events: [...asked, given.lost({ reason: 'never_started' })],
    line: 'never started: its supervisor or launcher was gone before the command started',
  },
  {
    rule: 'supervisor_died',
    certainty: 'unknown',
    events: [...running, given.lost()],
    line: 'lost: it and its supervisor are gone; nobody saw how it ended',
  },
  {
    rule: 'machine_restarted',
    events: [...running, given.lost({ reason: 'machine_restarted' })],
    line: 'lost: the machine was restarted while it ran',
  },
];
