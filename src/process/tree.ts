import { type Identity, type ProcessRow, processTable } from './identity.ts';

/** Names of the environment that every command of ours is given. Whoever inherits them belongs to the run. */
export const runVariable = 'TAPPS_RUN';
export const journalVariable = 'TAPPS_JOURNAL';

export type TreeRoot = {
  readonly child: Identity;
  /** Value of `TAPPS_RUN` in the command's environment. */
  readonly marker: string;
  /** Its group number cannot be anybody else's yet: it ended in this very moment, seen by its parent. */
  readonly justExited?: boolean;
};

/**
 * Living members of a command's tree: the command, its process group, everything that descends from a member, and
 * everything that carries its marker, so that a `setsid` or double fork does not hide. What carries another run's
 * marker (a launch inside a launch) stands on its own.
 */
export function treeOf(root: TreeRoot): readonly ProcessRow[] {
  const rows = processTable.list();
  const markers = new Map<number, string | null>();
  const markerOf = (pid: number): string | null => {
    const known = markers.get(pid);
    if (known !== undefined) return known;
    const marker = processTable.variableOf(pid, runVariable);
    markers.set(pid, marker);
    return marker;
  };
  const leader = rows.find(({ pid }) => pid === root.child.pid);
  const groupIsOurs =
    leader === undefined ? root.justExited === true : leader.startToken === root.child.startToken;
  const members = new Map<number, ProcessRow>();
  for (const row of rows) {
    if (row.pid === process.pid || row.pid <= 1) continue;
    const inGroup = groupIsOurs && row.groupId === root.child.pid;
    if (inGroup || markerOf(row.pid) === root.marker) members.set(row.pid, row);
  }
  addDescendants(members, rows, (pid) => {
    const marker = markerOf(pid);
    return marker === null || marker === root.marker;
  });
  return [...members.values()].sort((a, b) => a.pid - b.pid);
}

function addDescendants(
  members: Map<number, ProcessRow>,
  rows: readonly ProcessRow[],
  isOurs: (pid: number) => boolean,
): void {
  const children = new Map<number, ProcessRow[]>();
  for (const row of rows) children.set(row.parentPid, [...(children.get(row.parentPid) ?? []), row]);
  const toVisit = [...members.keys()];
  for (let pid = toVisit.pop(); pid !== undefined; pid = toVisit.pop()) {
    for (const row of children.get(pid) ?? []) {
      if (members.has(row.pid) || row.pid === process.pid || !isOurs(row.pid)) continue;
      members.set(row.pid, row);
      toVisit.push(row.pid);
    }
  }
}
