import { monotonicMs } from '../base/clock.ts';
import type { Identity, ProcessRow } from './identity.ts';
import { presenceOf } from './presence.ts';
import { type TreeRoot, treeOf } from './tree.ts';

/** Gives who lives of a tree. */
export type TreeLooker = () => readonly ProcessRow[];

/**
 * The list of processes is no snapshot: one that forks and ends while it is read may be missing together with its
 * child, and one in the middle of an exec shows no environment. So nobody is there only after this many looks.
 */
export const emptyLooks = 3;
/** No pid comes round again so fast: a group seen this recently is still the same one, whoever is in it now. */
const groupHoldMs = 2000;

/** Looks at who lives of the tree, each time knowing whom it saw before; `known` are members that others saw. */
export function lookerAt(root: TreeRoot, known: readonly Identity[] = []): TreeLooker {
  const seen = new Map<string, ProcessRow>();
  let heldUntilMs = root.justExited === true ? monotonicMs() + groupHoldMs : 0;
  return () => {
    const justExited = monotonicMs() < heldUntilMs;
    for (const row of treeOf({ ...root, justExited }, [...known, ...seen.values()])) {
      seen.set(`${row.pid} ${row.startToken}`, row);
      if (row.groupId === root.child.pid) heldUntilMs = monotonicMs() + groupHoldMs;
    }
    for (const [key, row] of seen) if (presenceOf(row) === 'dead') seen.delete(key);
    return [...seen.values()].filter((row) => presenceOf(row) === 'alive');
  };
}
