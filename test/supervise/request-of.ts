import type { LaunchRequest } from '../../src/launch/launch-request.ts';

/** A launch of a command that asks for nothing else. */
export function requestOf(
  command: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): LaunchRequest {
  return {
    kind: 'command',
    command,
    type: 'command',
    name: null,
    prompt: null,
    cwd,
    env: { PATH: process.env['PATH'] ?? '', ...env },
    tags: {},
    timeoutMs: null,
    maxOutputBytes: null,
    onMaxOutput: 'truncate',
    progressPattern: null,
    failOn: null,
    doneOn: null,
    successCodes: null,
    retries: 0,
    retryDelayMs: 0,
    stallAfterMs: null,
    waitTree: false,
    queue: false,
    after: null,
    requires: [],
    isEngine: false,
    rerunOf: null,
    resumes: false,
  };
}
