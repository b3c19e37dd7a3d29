import { closeSync, existsSync, fstatSync, openSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { uptime } from 'node:os';
import { hasCode } from '../../base/system-error.ts';
import type { ProcessRow, ProcessTable, Sighting } from '../identity.ts';

/**
 * Linux: `/proc/<pid>/stat`. The start token is boot id, pid namespace and start time in clock ticks since boot, so a
 * token from another boot or another container is never taken for a process of ours.
 */
export const linuxProcesses: ProcessTable = { bootId, sight, list, variableOf, environmentOf, ageMs };

const stat = /^(\d+) \((.*)\) (\S) (-?\d+) (-?\d+) (-?\d+) (?:\S+ ){15}(\d+)/s;
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
    const row = readRow(pid);
    if (row === null) return { seen: 'dead' };
    return { seen: 'alive', startToken: row.startToken, uid: row.uid };
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
      const row = readRow(Number(entry));
      if (row !== null) rows.push(row);
    } catch (error) {
      if (!hasCode(error, 'ENOENT', 'ESRCH', 'EACCES', 'EPERM')) throw error;
    }
  }
  return rows;
}

function variableOf(pid: number, name: string): string | null {
  const prefix = `${name}=`;
  const entry = entriesOf(pid, 'latin1').find((candidate) => candidate.startsWith(prefix));
  return entry === undefined ? null : entry.slice(prefix.length);
}

function environmentOf(pid: number): Readonly<Record<string, string>> {
  const split = (entry: string): [string, string] => {
    const at = entry.indexOf('=');
    return [entry.slice(0, at), entry.slice(at + 1)];
  };
  return Object.fromEntries(
    entriesOf(pid, 'utf8')
      .filter((entry) => entry.indexOf('=') > 0)
      .map(split),
  );
}

function entriesOf(pid: number, encoding: 'latin1' | 'utf8'): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, encoding).split('\0');
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ESRCH', 'EACCES', 'EPERM')) return [];
    throw error;
  }
}

/** Start times and `os.uptime` are both of the boot clock. What /proc calls a tick is 10 ms wherever Node runs. */
function ageMs(startToken: string): number | null {
  const ticks = startToken.slice(startToken.lastIndexOf(':') + 1);
  return /^\d+$/.test(ticks) ? Math.max(0, Math.round(uptime() * 1000 - Number(ticks) * 10)) : null;
}

/** Null for a zombie. The name may hold anything, also `) R 1`, so the fields are counted from the last `)`. */
function readRow(pid: number): ProcessRow | null {
  const fd = openSync(`/proc/${pid}/stat`, 'r');
  try {
    const match = stat.exec(readFileSync(fd, 'latin1'));
    if (match === null || deadStates.has(match[3] ?? '')) return null;
    return {
      pid,
      name: match[2] ?? '',
      parentPid: Number(match[4]),
      groupId: Number(match[5]),
      startToken: `${boot().scope}:${match[7]}`,
      uid: fstatSync(fd).uid,
    };
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
