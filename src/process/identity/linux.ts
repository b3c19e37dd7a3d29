import {
  closeSync,
  existsSync,
  fstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  readSync,
} from 'node:fs';
import { uptime } from 'node:os';
import { hasCode } from '../../base/system-error.ts';
import type { ProcessRow, ProcessTable, Sighting } from '../identity.ts';

/**
 * Linux: `/proc/<pid>/stat`. The start token is boot id, pid namespace and start time in clock ticks since boot, so a
 * token from another boot or another container is never taken for a process of ours.
 */
export const linuxProcesses: ProcessTable = { bootId, sight, list, variableOf, environmentOf, ageMs };

const stat = /^(\d+) \((.*)\) (\S) (-?\d+) (-?\d+) (?:\S+ ){3}(\d+) (?:\S+ ){12}(\d+)/s;
/** PF_KTHREAD among the flags: a thread of the kernel, which is nobody's child and has no environment. */
const kernelThread = 0x00200000;
/** In place of a boot id that cannot be read: nothing is concluded from it. */
export const unknownBoot = 'unknown';

const deadStates = new Set(['Z', 'X', 'x']);
let cachedBoot: { bootId: string; scope: string } | null = null;

function bootId(): string {
  try {
    return boot().bootId;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return unknownBoot; // no /proc
    throw error;
  }
}

function sight(pid: number): Sighting {
  try {
    const seen = look(pid);
    if (seen === null) return { seen: 'dead' };
    const { startToken, uid } = seen.row;
    return { seen: 'alive', startToken, uid };
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ESRCH')) return procIsMounted() ? { seen: 'dead' } : { seen: 'unknown' };
    return { seen: 'unknown' };
  }
}

function list(): readonly ProcessRow[] {
  const rows: ProcessRow[] = [];
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      const seen = look(Number(entry));
      if (seen !== null && !seen.isKernels) rows.push(seen.row);
    } catch (error) {
      if (!hasCode(error, 'ENOENT', 'ESRCH', 'EACCES', 'EPERM')) throw error;
    }
  }
  return rows;
}

function variableOf(pid: number, name: string): string | null {
  const text = `\0${environTextOf(pid, 'latin1')}`;
  const prefix = `\0${name}=`;
  const at = text.indexOf(prefix);
  if (at === -1) return null;
  const end = text.indexOf('\0', at + prefix.length);
  return text.slice(at + prefix.length, end === -1 ? undefined : end);
}

function environmentOf(pid: number): Readonly<Record<string, string>> {
  const split = (entry: string): [string, string] => {
    const at = entry.indexOf('=');
    return [entry.slice(0, at), entry.slice(at + 1)];
  };
  return Object.fromEntries(
    environTextOf(pid, 'utf8')
      .split('\0')
      .filter((entry) => entry.indexOf('=') > 0)
      .map(split),
  );
}

function environTextOf(pid: number, encoding: 'latin1' | 'utf8'): string {
  try {
    const fd = openSync(`/proc/${pid}/environ`, 'r');
    try {
      return textOf(fd, encoding);
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ESRCH', 'EACCES', 'EPERM')) return '';
    throw error;
  }
}

const piece = Buffer.allocUnsafeSlow(16 * 1024);

/** A file of /proc is of no size, so `readFileSync` reads it in many pieces: of all processes that takes twice as long. */
function textOf(fd: number, encoding: 'latin1' | 'utf8'): string {
  const bytes = readSync(fd, piece);
  if (bytes < piece.length) return piece.toString(encoding, 0, bytes);
  return Buffer.concat([piece, readFileSync(fd)]).toString(encoding);
}

/** Start times and `os.uptime` are both of the boot clock. What /proc calls a tick is 10 ms wherever Node runs. */
function ageMs(startToken: string): number | null {
  const ticks = startToken.slice(startToken.lastIndexOf(':') + 1);
  return /^\d+$/.test(ticks) ? Math.max(0, Math.round(uptime() * 1000 - Number(ticks) * 10)) : null;
}

/** Null for a zombie. The name may hold anything, also `) R 1`, so the fields are counted from the last `)`. */
function look(pid: number): { readonly row: ProcessRow; readonly isKernels: boolean } | null {
  const fd = openSync(`/proc/${pid}/stat`, 'r');
  try {
    const match = stat.exec(textOf(fd, 'latin1'));
    if (match === null || deadStates.has(match[3] ?? '')) return null;
    const row = {
      pid,
      name: match[2] ?? '',
      parentPid: Number(match[4]),
      groupId: Number(match[5]),
      startToken: `${boot().scope}:${match[7]}`,
      uid: fstatSync(fd).uid,
    };
    return { row, isKernels: (Number(match[6]) & kernelThread) !== 0 };
  } finally {
    closeSync(fd);
  }
}

function boot(): { bootId: string; scope: string } {
  if (cachedBoot !== null) return cachedBoot;
  const id = readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
  cachedBoot = { bootId: id, scope: `linux:${id}:${namespaceOf('pid')}.${namespaceOf('time')}` };
  return cachedBoot;
}

/** Start times are counted by the boot clock, which a time namespace shifts; kernels before 5.6 have none. */
function namespaceOf(kind: 'pid' | 'time'): string {
  try {
    return /\d+/.exec(readlinkSync(`/proc/self/ns/${kind}`))?.[0] ?? '0';
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'EACCES', 'EPERM')) return '0';
    throw error;
  }
}

function procIsMounted(): boolean {
  return existsSync('/proc/self'); // asked for everybody who is gone: reading it costs three times as much
}
