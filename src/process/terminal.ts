import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { isatty } from 'node:tty';
import { hasCode } from '../base/system-error.ts';

/** The terminal of this program and its session; null what there is none of, or what this system does not tell. */
export type OwnTerminal = { readonly tty: string | null; readonly session: number | null };

export function ownTerminal(): OwnTerminal {
  if (process.platform !== 'linux') return { tty: null, session: null };
  const fd = [2, 1, 0].find((candidate) => isatty(candidate));
  const tty = fd === undefined ? null : readlinkSync(`/proc/self/fd/${fd}`).slice(0, 255);
  const session = rowOf('self')?.session ?? 0;
  return { tty, session: Number.isSafeInteger(session) && session > 0 ? session : null };
}

/** Who has a terminal to work with now. */
export type Foreground =
  /** No process of that session lives on that terminal. */
  | { readonly seen: 'gone' }
  /** Names of the programs of the foreground group, and whether we are one of them. */
  | { readonly seen: 'group'; readonly names: readonly string[]; readonly isOurs: boolean }
  /** This system does not tell. */
  | { readonly seen: 'unknown' };

/**
 * Looks who is in the foreground of a terminal (its device number) that belongs to this session. The number of a
 * terminal is given out again as soon as it is free; that of a session is not while anybody is left in it.
 */
export function foregroundOf(device: number, session: number): Foreground {
  if (process.platform !== 'linux') return { seen: 'unknown' };
  const rows = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(rowOf)
    .filter((row) => row !== null && row.device === device && row.session === session)
    .filter((row) => row !== null);
  const [first] = rows;
  if (first === undefined) return { seen: 'gone' };
  const group = rows.filter(({ groupId }) => groupId === first.foregroundGroupId);
  return {
    seen: 'group',
    names: group.map(({ name }) => name),
    isOurs: group.some(({ pid }) => pid === process.pid),
  };
}

type Row = {
  readonly pid: number;
  readonly name: string;
  readonly groupId: number;
  readonly session: number;
  readonly device: number;
  readonly foregroundGroupId: number;
};

/** pid, name, state, parent, group, session, terminal, foreground group of that terminal. */
const stat = /^(\d+) \((.*)\) ([^ZXx]) -?\d+ (-?\d+) (-?\d+) (-?\d+) (-?\d+) /s;

/** Null for a zombie, and for what is gone or hidden. */
function rowOf(pid: string): Row | null {
  try {
    const match = stat.exec(readFileSync(`/proc/${pid}/stat`, 'latin1'));
    if (match === null) return null;
    const [groupId = 0, session = 0, device = 0, foregroundGroupId = 0] = match.slice(4).map(Number);
    return {
      pid: Number(match[1]),
      name: match[2] ?? '',
      groupId,
      session,
      device: device >>> 0,
      foregroundGroupId,
    };
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ESRCH', 'EACCES', 'EPERM')) return null;
    throw error;
  }
}
