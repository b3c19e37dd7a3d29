import { type Identity, type ProcessRow, processTable } from './identity.ts';
import { runVariable, type stepRunVariable } from './run-variables.ts';

export type TreeRoot = {
  readonly child: Identity;
  /** Value of `TAPPS_RUN` in the command's environment. */
  readonly marker: string;
  /** Another variable that carries the marker. */
  readonly variable?: typeof stepRunVariable;
  /** Its group number cannot be anybody else's yet: it ended in this very moment, seen by its parent. */
  readonly justExited?: boolean;
};

/**
 * Living members of a command's tree: the command, its process group, everything that descends from a member, and
 * everything that carries its marker, so that a `setsid` or double fork does not hide. What carries another run's
 * marker (a launch inside a launch) stands on its own. `known` are members seen before: they stay members, and lead on
 * to their descendants, when the parent that made them members is gone.
 */
export function treeOf(root: TreeRoot, known: readonly Identity[] = []): readonly ProcessRow[] {
  const rows = processTable.list();
  const markers = new Map<number, string | null>();
  const markerOf = (pid: number): string | null => {
    const known = markers.get(pid);
    if (known !== undefined) return known;
    const marker = processTable.variableOf(pid, root.variable ?? runVariable);
    markers.set(pid, marker);
    return marker;
  };
  const isKnown = (row: Identity): boolean =>
    known.some(({ pid, startToken }) => pid === row.pid && startToken === row.startToken);
  const others = rows.filter(({ pid }) => pid !== process.pid && pid > 1);
  const members = new Map(
    others.filter((row) => isKnown(row) || markerOf(row.pid) === root.marker).map((row) => [row.pid, row]),
  );
  if (groupIsOurs(root, rows, [...members.values()])) {
    for (const row of others) if (row.groupId === root.child.pid) members.set(row.pid, row);
  }
  addDescendants(members, rows, (pid) => {
    const marker = markerOf(pid);
    return marker === null || marker === root.marker;
  });
  return [...members.values()].sort((a, b) => a.pid - b.pid);
}

/**
 * A group's number belongs to nobody else while its leader lives, and no less while any member does: the kernel gives
 * out no pid that is still the number of a group.
 */
function groupIsOurs(root: TreeRoot, rows: readonly ProcessRow[], members: readonly ProcessRow[]): boolean {
  const { pid, startToken } = root.child;
  // A forged journal may name init or whoever called us: their groups are not a command's.
  if (pid <= 1 || pid === process.pid || pid === process.ppid) return false;
  const leader = rows.find((row) => row.pid === pid);
  if (leader !== undefined) return leader.startToken === startToken;
  return root.justExited === true || members.some(({ groupId }) => groupId === pid);
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
