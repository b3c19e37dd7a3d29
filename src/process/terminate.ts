import { monotonicMs, sleepMs } from '../base/clock.ts';
import type { ProcessRow } from './identity.ts';
import { presenceOf } from './presence.ts';
import { signal } from './signal.ts';
import { type TreeRoot, treeOf } from './tree.ts';

export type Termination = {
  /** Members that live on although they were killed, or that could not be signalled. */
  readonly survivors: readonly ProcessRow[];
  /** True if the grace period was over and members had to be killed. */
  readonly killed: boolean;
};

/** How long members may take to vanish after SIGKILL (one stuck in the kernel takes for ever). */
const killLimitMs = 5000;
const pollMs = 40;

/**
 * Ends a whole tree: the signal to every member, the grace period, SIGKILL to what is left, again until nothing is.
 * Members are remembered by identity, so that one whose parent died first is not forgotten.
 */
export async function terminate(
  root: TreeRoot,
  options: { readonly signal: NodeJS.Signals; readonly graceMs: number },
): Promise<Termination> {
  const known = new Map<string, ProcessRow>();
  const living = (): ProcessRow[] => {
    for (const row of treeOf(root)) known.set(`${row.pid} ${row.startToken}`, row);
    return [...known.values()].filter((row) => presenceOf(row) === 'alive');
  };
  const signalled = new Set<string>();
  const deadlineMs = monotonicMs() + options.graceMs;
  for (;;) {
    const members = living();
    if (members.length === 0) return { survivors: [], killed: false };
    if (monotonicMs() >= deadlineMs) break;
    for (const row of members) ask(row, options.signal, signalled);
    await sleepMs(Math.min(pollMs, Math.max(1, deadlineMs - monotonicMs())));
  }
  return killUntilGone(living);
}

/** Each member is asked once; one that is stopped is woken up to hear it. */
function ask(row: ProcessRow, name: NodeJS.Signals, signalled: Set<string>): void {
  const key = `${row.pid} ${row.startToken}`;
  if (signalled.has(key)) return;
  signalled.add(key);
  if (signal(row, name).outcome === 'sent' && name !== 'SIGKILL') signal(row, 'SIGCONT');
}

async function killUntilGone(living: () => ProcessRow[]): Promise<Termination> {
  const deadlineMs = monotonicMs() + killLimitMs;
  for (;;) {
    const members = living();
    if (members.length === 0 || monotonicMs() >= deadlineMs) return { survivors: members, killed: true };
    for (const row of members) signal(row, 'SIGKILL');
    await sleepMs(pollMs);
  }
}
