import type { SupervisionOrder } from '../../schemas/generated/types.ts';
import { limitGraceMs } from '../base/time-limit.ts';
import type { Settings } from '../config/settings.ts';
import { type Project, reservePath } from '../journal/project-paths.ts';
import { journalVariable, runVariable } from '../process/run-variables.ts';
import type { LaunchRequest } from './launch-request.ts';

/** What is known of a launch only once its journal exists. */
export type LaunchPlace = {
  readonly id: string;
  readonly journal: string;
  readonly output: string;
  /** Value of `TAPPS_RUN` in the command's environment. */
  readonly marker: string;
  /** Among those that wait; null: it is taken when what it waits for has completed. */
  readonly ticket: number | null;
  /** What it waits for before it takes one. */
  readonly after: string | null;
};

export type OrderSite = {
  readonly project: Project;
  readonly settings: Settings;
  /** File of the watcher's program. */
  readonly watcherEntry: string;
};

/** What the supervisor is told: the whole request, and the settings that hold for it. */
export function supervisionOrder(
  request: LaunchRequest,
  { ticket, ...place }: LaunchPlace,
  { project, settings, watcherEntry }: OrderSite,
): SupervisionOrder {
  const { marker, journal } = place;
  const [command = '', ...args] = request.command;
  return {
    ...place,
    reserve: reservePath(project),
    command: [command, ...args],
    cwd: request.cwd,
    env: { ...request.env, PWD: request.cwd, [runVariable]: marker, [journalVariable]: journal },
    attempt: 1,
    heartbeatMs: settings.heartbeatMs,
    timeoutMs: request.timeoutMs ?? settings.maxRuntimeMs,
    maxOutputBytes: request.maxOutputBytes ?? settings.maxOutputBytes,
    onMaxOutput: request.onMaxOutput,
    minFreeDiskBytes: settings.minFreeDiskBytes,
    graceMs: limitGraceMs,
    progressPattern: request.progressPattern,
    isEngine: request.isEngine,
    root: project.root,
    watcher: settings.monitoringEnabled ? watcherEntry : null,
    failOn: request.failOn,
    doneOn: request.doneOn,
    successCodes: [...(request.successCodes ?? [0])],
    retries: request.retries,
    retryDelayMs: request.retryDelayMs,
    waitTree: request.waitTree,
    slots: { limit: settings.maxConcurrent, ticket },
  };
}
