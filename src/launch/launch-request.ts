import type { Settings } from '../config/settings.ts';

/** What a user asked to be launched, read from the command line but not checked yet. */
export type LaunchRequest = {
  readonly kind: 'command' | 'workflow' | 'agent';
  readonly command: readonly string[];
  readonly type: string;
  readonly name: string | null;
  readonly prompt: string | null;
  readonly cwd: string;
  /** The whole environment that the command is to see. */
  readonly env: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly timeoutMs: number | null;
  readonly maxOutputBytes: number | null;
  readonly onMaxOutput: 'truncate' | 'stop';
  readonly progressPattern: string | null;
  /** A line of output that matches makes it a failure; it is done only if one matched the other. */
  readonly failOn: string | null;
  readonly doneOn: string | null;
  /** Exit codes that mean success; null: 0 alone. */
  readonly successCodes: readonly [number, ...number[]] | null;
  /** Attempts after the first. */
  readonly retries: number;
  readonly retryDelayMs: number;
  /** Quiet for longer than this may be a stall; null: unknown. */
  readonly stallAfterMs: number | null;
  /** Its end is the end of its whole tree. */
  readonly waitTree: boolean;
  /** Wait for a free slot instead of being refused. */
  readonly queue: boolean;
  /** Id of the process that must complete first; what comes after one waits for a slot too. */
  readonly after: string | null;
  /** What was declared to be needed, as written: `file:F`, `env:K`, a tool with a range … */
  readonly requires: readonly string[];
  /** The command is the Python engine with a whole workflow. */
  readonly isEngine: boolean;
  /** The process that this one repeats. */
  readonly rerunOf: string | null;
  /** It begins with the first step that one did not finish. */
  readonly resumes: boolean;
};

/** What the settings say of its type, where the launch itself says nothing. */
export function withTypeSettings(request: LaunchRequest, { types }: Settings): LaunchRequest {
  const own = Object.hasOwn(types, request.type) ? types[request.type] : undefined;
  return {
    ...request,
    progressPattern: request.progressPattern ?? own?.progress ?? null,
    failOn: request.failOn ?? own?.failOn ?? null,
    doneOn: request.doneOn ?? own?.doneOn ?? null,
    stallAfterMs: request.stallAfterMs ?? own?.stallAfterMs ?? null,
  };
}
