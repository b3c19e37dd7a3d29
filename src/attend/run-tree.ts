import { monotonicMs, sleepMs } from '../base/clock.ts';
import { debug } from '../base/debug.ts';
import type { ProcessRow } from '../process/identity.ts';
import { presenceOf } from '../process/presence.ts';
import { type TreeRoot, treeOf } from '../process/tree.ts';
import { emptyLooks, lookerAt } from '../process/tree-looker.ts';

/** A whole look reads every process of the machine; whether known members live is asked far more cheaply. */
const wholeLookMs = 2000;
const memberLookMs = 200;
const emptyLookMs = 40;

/** The tree of a run: the command and all that it started. */
export class RunTree {
  readonly root: TreeRoot;
  #known: readonly ProcessRow[] = [];

  constructor(root: TreeRoot) {
    this.root = root;
  }

  /** Members that outlived the command, as far as they were waited for: their parent can no longer lead to them. */
  get known(): readonly ProcessRow[] {
    return this.#known;
  }

  members(): readonly ProcessRow[] {
    return treeOf(this.root, this.#known);
  }

  /** To be asked when the command has just ended: waits until nobody of its tree lives. */
  async ended(): Promise<void> {
    const look = lookerAt({ ...this.root, justExited: true });
    for (let empty = 0; empty < emptyLooks; ) {
      try {
        this.#known = look();
        empty = this.#known.length === 0 ? empty + 1 : 0;
      } catch (error) {
        debug('the tree cannot be seen', { error: String(error) }); // no descriptor left: the next look may see
      }
      await (this.#known.length === 0 ? sleepMs(emptyLookMs) : allAreGone(this.#known));
    }
  }
}

/** Until none of them lives, but not for long: they may have started others meanwhile. */
async function allAreGone(members: readonly ProcessRow[]): Promise<void> {
  for (const deadlineMs = monotonicMs() + wholeLookMs; monotonicMs() < deadlineMs; ) {
    await sleepMs(memberLookMs);
    if (members.every((row) => presenceOf(row) === 'dead')) return;
  }
}
