import { monotonicMs, sleepMs } from '../base/clock.ts';
import { debug } from '../base/debug.ts';
import { isSystemError } from '../base/system-error.ts';
import type { Identity, ProcessRow } from './identity.ts';
import { signal } from './signal.ts';
import type { TreeRoot } from './tree.ts';
import { emptyLooks, lookerAt, type TreeLooker } from './tree-looker.ts';

export type Termination = {
  /** Members that live on although they were killed, or that could not be signalled. */
  readonly survivors: readonly ProcessRow[];
  /** True if the grace period was over and members had to be killed. */
  readonly killed: boolean;
};

/** How long members may take to vanish after SIGKILL (one stuck in the kernel takes for ever). */
const killLimitMs = 5000;
/** For how long on end it may be impossible to look who lives (no descriptor is free, no memory). */
const unseenLimitMs = 5000;
const pollMs = 40;

/**
 * Ends a whole tree: the signal to every member, the grace period, SIGKILL to what is left, again until nothing is.
 * Members are remembered by identity, so that one whose parent died first is not forgotten; `known` are such ones.
 * Throws where nobody could look for seconds: that says nothing of who lives.
 */
export async function terminate(
  root: TreeRoot,
  options: { readonly signal: NodeJS.Signals; readonly graceMs: number },
  known: readonly Identity[] = [],
): Promise<Termination> {
  const look = lookerAt(root, known);
  const signalled = new Set<string>();
  // The grace begins when they have been asked: the first look alone can take longer than a short one.
  let deadlineMs = Number.POSITIVE_INFINITY;
  for (let empty = 0; empty < emptyLooks; ) {
    const members = await seenBy(look);
    empty = members.length === 0 ? empty + 1 : 0;
    if (members.length > 0 && monotonicMs() >= deadlineMs) return killUntilGone(look);
    for (const row of members) ask(row, options.signal, signalled);
    deadlineMs = Math.min(deadlineMs, monotonicMs() + options.graceMs);
    await sleepMs(pollMs);
  }
  return { survivors: [], killed: false };
}

/**
 * As `terminate`, and begins anew where nobody could look, for as long as it is wanted: a limit asks for it only once.
 * Never throws, for whoever waits for it has an end to tell.
 */
export async function terminateAtLast(
  root: TreeRoot,
  options: { readonly signal: NodeJS.Signals; readonly graceMs: number },
  known: readonly Identity[],
  isWanted: () => boolean,
): Promise<void> {
  for (;;) {
    try {
      await terminate(root, options, known);
      return;
    } catch (error) {
      debug('the tree cannot be ended', { error: String(error) });
      if (!isSystemError(error) || !isWanted()) return;
    }
  }
}

/** Each member is asked once; one that is stopped is woken up to hear it. */
function ask(row: ProcessRow, name: NodeJS.Signals, signalled: Set<string>): void {
  const key = `${row.pid} ${row.startToken}`;
  if (signalled.has(key)) return;
  signalled.add(key);
  if (signal(row, name).outcome === 'sent' && name !== 'SIGKILL') signal(row, 'SIGCONT');
}

async function killUntilGone(look: TreeLooker): Promise<Termination> {
  let deadlineMs = Number.POSITIVE_INFINITY;
  for (let empty = 0; ; ) {
    const members = await seenBy(look);
    empty = members.length === 0 ? empty + 1 : 0;
    if (empty === emptyLooks || monotonicMs() >= deadlineMs) return { survivors: members, killed: true };
    for (const row of members) signal(row, 'SIGKILL');
    deadlineMs = Math.min(deadlineMs, monotonicMs() + killLimitMs);
    await sleepMs(pollMs);
  }
}

/** One look that is refused is no look: it is done again. */
async function seenBy(look: TreeLooker): Promise<readonly ProcessRow[]> {
  for (const deadlineMs = monotonicMs() + unseenLimitMs; ; ) {
    try {
      return look();
    } catch (error) {
      if (!isSystemError(error) || monotonicMs() >= deadlineMs) throw error;
    }
    await sleepMs(pollMs);
  }
}
