import { constants } from 'node:os';
import type { Failure } from '../../schemas/failure.ts';
import { formatDuration } from '../base/duration.ts';
import { safeText } from '../output/safe-text.ts';
import { exitCodes } from './exit-codes.ts';
import { type Explanation, explained, explainFileFailure, type FileFailure } from './explain-file-failure.ts';

/** What went wrong, in words; with those beside it, the only place that has them. */
export function explainFailure(failure: Failure): Explanation {
  switch (failure.code) {
    case 'usage':
      return explained(failure.message, failure.hint ?? 'tapps-agents --help', exitCodes.usage);
    case 'launch_refused':
      return explained('Validation failed', 'fix these issues and try again', exitCodes.refused);
    case 'not_repeatable':
      return explained(
        `Process ${failure.id} cannot be run again: ${failure.message}`,
        failure.hint,
        exitCodes.refused,
      );
    case 'spawn_failed':
      return explained(
        `The command could not be executed (${failure.cause}): ${failure.message}`,
        `check the command and its interpreter; it is recorded: tapps-agents bg status ${failure.id}`,
        exitCodes.failed,
      );
    case 'supervisor_failed':
      return explained(
        `The launch failed: ${failure.message}`,
        `tapps-agents bg status ${failure.id}`,
        exitCodes.failed,
      );
    case 'no_such_process':
      return explained(
        `No process matches "${failure.reference}" in ${failure.folder}`,
        'tapps-agents bg list',
        exitCodes.noSuchProcess,
      );
    case 'ambiguous_process':
      return explained(
        `"${failure.reference}" matches ${failure.candidates.length} processes: ${failure.candidates.slice(0, 8).join(', ')}`,
        'give more characters of the id',
        exitCodes.noSuchProcess,
      );
    case 'no_earlier_success':
      return explained(
        `No run of type "${safeText(failure.type)}" that was launched before ${failure.id} has completed`,
        `name another run: tapps-agents bg diff ${failure.id} <id>`,
        exitCodes.noSuchProcess,
      );
    default:
      return explainStopFailure(failure);
  }
}

type StopFailure = Exclude<
  Failure,
  {
    code:
      | 'usage'
      | 'launch_refused'
      | 'not_repeatable'
      | 'spawn_failed'
      | 'supervisor_failed'
      | 'no_such_process'
      | 'ambiguous_process'
      | 'no_earlier_success';
  }
>;

function explainStopFailure(failure: StopFailure): Explanation {
  switch (failure.code) {
    case 'already_ended':
      return explained(
        `Process ${failure.id} has already ended (${failure.status})`,
        `tapps-agents bg status ${failure.id}`,
        exitCodes.nothingToDo,
      );
    case 'needs_confirmation':
      return explained(
        `To ${failure.action} without a terminal to ask on needs --yes`,
        'add --yes',
        exitCodes.usage,
      );
    case 'declined':
      return explained('Nothing was done', null, exitCodes.failed);
    case 'survived_stop':
      return explained(
        `Process ${failure.id} was killed, but these live on: ${failure.pids.join(', ')}`,
        'see what they are: ps -fp PID',
        exitCodes.failed,
      );
    case 'cannot_signal':
      return explained(
        `Process ${failure.id} cannot be stopped from here: ${failure.cause}`,
        'stop it where it runs',
        exitCodes.failed,
      );
    case 'end_unrecorded':
      return explained(
        `The command of process ${failure.id} is gone, but its supervisor (process ${failure.supervisorPid}) has not recorded how it ended`,
        `it does once it can (a full disk?): tapps-agents bg wait ${failure.id}, ps -fp ${failure.supervisorPid}`,
        exitCodes.failed,
      );
    case 'watcher_failed':
      return explained(
        `The watcher failed: ${failure.message}`,
        'see why: tapps-agents bg watch --foreground --debug',
        exitCodes.failed,
      );
    default:
      return explainWaitFailure(failure);
  }
}

type WaitFailure = Extract<StopFailure, { code: 'inbox_busy' | 'timed_out' | FileFailure['code'] }>;

function explainWaitFailure(failure: WaitFailure): Explanation {
  switch (failure.code) {
    case 'inbox_busy':
      return explained(
        `Consumer "${failure.consumer}" is being told something by process ${failure.pid}, and only one can be`,
        'read what that one writes, or use another --consumer',
        exitCodes.timedOut,
      );
    case 'timed_out':
      return explained(`Timed out after ${formatDuration(failure.waitedMs)}`, null, exitCodes.timedOut);
    default:
      return explainFileFailure(failure);
  }
}

/** 128 + n for a signal's name, as shells do; 1 for one this system does not know. */
export function exitCodeOfSignal(name: string): number {
  const numbers: Readonly<Record<string, number>> = constants.signals;
  const number = numbers[name];
  return number === undefined ? exitCodes.failed : 128 + number;
}
