import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readRegularFile } from '../../base/read-regular-file.ts';
import { isSystemError } from '../../base/system-error.ts';
import type { MemoryGroup, MemorySource } from '../memory-account.ts';

/**
 * Linux: control groups of both versions, and `/proc/vmstat`. A kill is counted in the group of the process that was
 * killed, whether the group or the whole machine had no memory left.
 */
export const linuxMemory: MemorySource = {
  placeOf,
  groupAt,
  machineOomKills: () => countIn('/proc/vmstat', 'oom_kill'),
};

type Layout = {
  /** Where its hierarchy is mounted, on every distribution seen. */
  readonly mount: string;
  readonly limitFile: string;
  readonly killsFile: string;
};

const version2: Layout = { mount: '/sys/fs/cgroup', limitFile: 'memory.max', killsFile: 'memory.events' };
const version1: Layout = {
  mount: '/sys/fs/cgroup/memory',
  limitFile: 'memory.limit_in_bytes',
  killsFile: 'memory.oom_control',
};
/** Version 1 writes "none" as the largest multiple of a page. */
const noLimitBytes = 2 ** 62;
const fileLimitBytes = 64 * 1024;
/** Groups nest; the kernel knows no deeper ones by default than this. */
const depthLimit = 64;

function placeOf(pid: number): string | null {
  return textOf(`/proc/${pid}/cgroup`);
}

function groupAt(place: string): MemoryGroup | null {
  const lines = place.split('\n');
  const own1 = lines.map((line) => /^\d+:(?:[^:]*,)?memory(?:,[^:]*)?:(\/.*)$/.exec(line)?.[1]).find(isText);
  const own2 = lines.map((line) => /^0::(\/.*)$/.exec(line)?.[1]).find(isText);
  if (own1 !== undefined) return groupIn(version1, own1);
  return own2 === undefined ? null : groupIn(version2, own2);
}

/** Inside a container the path may be the host's, while the mount shows the container's own group as its root. */
function groupIn(layout: Layout, path: string): MemoryGroup | null {
  const { mount, killsFile } = layout;
  const folder = [join(mount, path), mount].find((candidate) => existsSync(join(candidate, killsFile)));
  if (folder === undefined) return null;
  const limitBytes = lowestLimit(layout, folder);
  // The group of everything that is in no other one, without a limit: its kills are those of the machine.
  const isWholeMachine = folder === mount && limitBytes === null;
  const oomKills = (): number | null =>
    isWholeMachine ? null : countIn(join(folder, killsFile), 'oom_kill');
  return { name: folder, limitBytes, oomKills };
}

function lowestLimit({ mount, limitFile }: Layout, folder: string): number | null {
  let lowest: number | null = null;
  for (let [at, depth] = [folder, 0]; at.startsWith(mount) && depth < depthLimit; depth += 1) {
    const text = textOf(join(at, limitFile))?.trim() ?? '';
    const bytes = /^\d+$/.test(text) ? Number(text) : Number.POSITIVE_INFINITY;
    if (bytes < noLimitBytes) lowest = Math.min(lowest ?? bytes, bytes);
    at = dirname(at);
  }
  return lowest;
}

function countIn(path: string, name: string): number | null {
  const line = textOf(path)
    ?.split('\n')
    .find((candidate) => candidate.startsWith(`${name} `));
  const count = Number(line?.slice(name.length + 1));
  return line !== undefined && Number.isSafeInteger(count) ? count : null;
}

/** Null where it is not there, or may not be read: then nothing is known. */
function textOf(path: string): string | null {
  try {
    const read = readRegularFile(path, fileLimitBytes);
    return read.outcome === 'read' ? read.text : null;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return null;
  }
}

function isText(text: string | undefined): text is string {
  return text !== undefined;
}
