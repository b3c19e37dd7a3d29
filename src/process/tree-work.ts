import { readFileSync } from 'node:fs';
import { isSystemError } from '../base/system-error.ts';
import type { ProcessRow } from './identity.ts';

/** What a tree has done so far, by the kernel's counters. */
export type TreeWork = {
  /** Who does it: a member that came or went has moved something. */
  readonly members: string;
  readonly cpuMs: number;
  readonly ioBytes: number;
};

/** The kernel counts processor time in these, whatever its own clock does (USER_HZ). */
const tickMs = 10;
/**
 * Processor time that is no work, per time that passed: waking up, looking at a clock, sleeping again. Measured over
 * 30 s: a timer every second took 0 ms in node, python and bash, one every 100 ms 20 ms in python and 40 ms in node
 * (0.13 %), none of them any I/O. One that also looks for a file ten times a second took 80 ms, and counts as moving.
 */
const restlessShare = 0.002;

/** The sum over all members, with the children they have waited for. Null where there are no such counters. */
export function workOf(rows: readonly ProcessRow[]): TreeWork | null {
  if (process.platform !== 'linux') return null;
  const works = rows.map(({ pid }) => workOfMember(pid));
  return {
    members: rows.map(({ pid, startToken }) => `${pid} ${startToken}`).join('\n'),
    cpuMs: works.reduce((sum, { cpuMs }) => sum + cpuMs, 0),
    ioBytes: works.reduce((sum, { ioBytes }) => sum + ioBytes, 0),
  };
}

/** Whether the tree did anything in the `passedMs` between two looks. */
export function hasMoved(before: TreeWork, after: TreeWork, passedMs: number): boolean {
  if (before.members !== after.members || before.ioBytes !== after.ioBytes) return true;
  return after.cpuMs - before.cpuMs > passedMs * restlessShare + tickMs;
}

type MemberWork = Pick<TreeWork, 'cpuMs' | 'ioBytes'>;

/** What cannot be read (it just ended, it is another user's) counts nothing. */
function workOfMember(pid: number): MemberWork {
  const fields = textOf(`/proc/${pid}/stat`)
    .replace(/^.*\) /s, '')
    .split(' ');
  // utime, stime, cutime and cstime are the 14th to 17th field; the two before the last `)` are cut off.
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + (Number(field) || 0), 0);
  const counted = [...textOf(`/proc/${pid}/io`).matchAll(/^[rw]char: (\d+)$/gm)];
  return {
    cpuMs: ticks * tickMs,
    ioBytes: counted.reduce((sum, [, bytes]) => sum + Number(bytes), 0),
  };
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return '';
  }
}
