import { open, readdir, readFile, readlink } from 'node:fs/promises';
import { monotonicMs } from '../base/clock.ts';
import { isSystemError } from '../base/system-error.ts';

export type PortHolder = { readonly pid: number; readonly name: string };

/** The kernel lists sockets that listen before all others, so the beginning has them. */
const tableLimitBytes = 1024 * 1024;
const searchLimitMs = 500;
const descriptorsLimit = 10_000;
const listening = '0A';

/** Who listens on a port, where /proc tells: processes of other users keep their sockets to themselves. */
export async function holderOf(port: number, signal: AbortSignal): Promise<PortHolder | null> {
  const tables = await Promise.all(['/proc/net/tcp', '/proc/net/tcp6'].map(readStart));
  const sockets = new Set(tables.flatMap((table) => socketsOf(table, port)));
  if (sockets.size === 0) return null;
  const untilMs = monotonicMs() + searchLimitMs;
  for (const pid of await namesIn('/proc')) {
    if (!/^\d+$/.test(pid)) continue;
    if (signal.aborted || monotonicMs() > untilMs) return null;
    if (await holdsOne(pid, sockets)) return { pid: Number(pid), name: await nameOf(pid) };
  }
  return null;
}

/** `sl local:port remote:port state … inode`, numbers in hexadecimal but for the inode. */
function socketsOf(table: string, port: number): string[] {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return table.split('\n').flatMap((row) => {
    const [, local = '', , state, , , , , , inode] = row.trim().split(/\s+/);
    return state === listening && local.endsWith(suffix) ? [`socket:[${inode}]`] : [];
  });
}

async function holdsOne(pid: string, sockets: ReadonlySet<string>): Promise<boolean> {
  const folder = `/proc/${pid}/fd`;
  for (const descriptor of (await namesIn(folder)).slice(0, descriptorsLimit)) {
    const target = await ifReadable(() => readlink(`${folder}/${descriptor}`));
    if (target !== null && sockets.has(target)) return true;
  }
  return false;
}

async function nameOf(pid: string): Promise<string> {
  return (await ifReadable(() => readFile(`/proc/${pid}/comm`, 'utf8')))?.trim() || 'a process';
}

async function namesIn(folder: string): Promise<readonly string[]> {
  return (await ifReadable(() => readdir(folder))) ?? [];
}

async function readStart(path: string): Promise<string> {
  const file = await ifReadable(() => open(path));
  if (file === null) return '';
  try {
    const stream = file.createReadStream({ end: tableLimitBytes, encoding: 'latin1' });
    let text = '';
    for await (const chunk of stream) text += chunk;
    return text;
  } finally {
    await file.close();
  }
}

/** Null for what ended meanwhile, belongs to another user, or is not there on this system. */
async function ifReadable<Value>(read: () => Promise<Value>): Promise<Value | null> {
  try {
    return await read();
  } catch (thrown) {
    if (isSystemError(thrown)) return null;
    throw thrown;
  }
}
