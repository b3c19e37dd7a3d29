import { execa } from 'execa';
import { monotonicMs } from '../base/clock.ts';
import { whyNoDescriptors } from '../base/free-descriptors.ts';
import { startTimeLimit } from '../base/time-limit.ts';
import { identityOf } from './identity.ts';
import { stepRunVariable } from './run-variables.ts';
import { terminateAtLast } from './terminate.ts';

export type LimitedCommand = {
  readonly command: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly timeoutMs: number | null;
  /** Like no other: the command's tree is found by it. */
  readonly marker: string;
};

/** How it ended. */
export type CommandEnd = { readonly durationMs: number } & (
  | { readonly how: 'exited'; readonly code: number }
  | { readonly how: 'signalled'; readonly signal: string }
  | { readonly how: 'timed_out'; readonly message: string }
  | { readonly how: 'not_started'; readonly cause: string }
);

const graceMs = 10_000;

/**
 * Runs the command of a step to its end. Its output goes where ours goes, never through us. One that takes too long is
 * ended with its whole tree.
 */
export async function runToEnd(limited: LimitedCommand): Promise<CommandEnd> {
  const [file = '', ...args] = limited.command;
  const refusal = whyNoDescriptors();
  if (refusal !== null) return { how: 'not_started', cause: refusal, durationMs: 0 };
  const startedMs = monotonicMs();
  const child = execa(file, args, {
    cwd: limited.cwd,
    env: { ...limited.env, [stepRunVariable]: limited.marker },
    extendEnv: false,
    preferLocal: false,
    detached: true,
    cleanup: false,
    reject: false,
    buffer: false,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const limit = limitOf(limited, child.pid);
  const result = await child;
  const durationMs = Math.round(monotonicMs() - startedMs);
  const overTime = await limit.end();
  if (overTime !== null) return { how: 'timed_out', message: overTime, durationMs };
  if (result.signal !== undefined) return { how: 'signalled', signal: result.signal, durationMs };
  if (result.exitCode !== undefined) return { how: 'exited', code: result.exitCode, durationMs };
  return { how: 'not_started', cause: result.code ?? result.shortMessage ?? 'unknown', durationMs };
}

type Limit = { readonly end: () => Promise<string | null> };

/** Ends the tree when the time is over; `end` waits until that is done and says why, or null. */
function limitOf({ timeoutMs, marker }: LimitedCommand, pid: number | undefined): Limit {
  const identity = pid === undefined ? null : identityOf(pid);
  if (identity === null) return { end: async () => null };
  const root = { child: identity, marker, variable: stepRunVariable } as const;
  let hasEnded = false;
  let over: { readonly message: string; readonly ended: Promise<unknown> } | null = null;
  const limit = startTimeLimit(timeoutMs, (message) => {
    const options = { signal: 'SIGTERM', graceMs } as const;
    over = { message, ended: terminateAtLast(root, options, [], () => !hasEnded) };
  });
  const end = async (): Promise<string | null> => {
    hasEnded = true;
    limit.cancel();
    await over?.ended;
    return over?.message ?? null;
  };
  return { end };
}
