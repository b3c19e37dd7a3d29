import { readFileSync } from 'node:fs';
import { freemem } from 'node:os';
import { dirname, join } from 'node:path';
import { formatBytes } from '../base/size.ts';
import { isSystemError } from '../base/system-error.ts';
import type { Check } from './check.ts';
import { warning } from './command-words.ts';
import { resultsOf } from './findings.ts';

/** Where the system tells of its memory. */
export type MemoryFiles = {
  readonly meminfo: string;
  readonly controlGroup: string;
  readonly controlGroups: string;
};

const systemFiles: MemoryFiles = {
  meminfo: '/proc/meminfo',
  controlGroup: '/proc/self/cgroup',
  controlGroups: '/sys/fs/cgroup',
};

/** Below this even an interpreter with some libraries is killed or swaps. */
const minAvailableBytes = 100 * 1024 ** 2;
/** Control groups are nested a few deep; a path that never ends is none. */
const depthLimit = 64;

/** There is memory for one more process: of the machine, and of the control groups that this one is in. */
export function memoryCheck(files: MemoryFiles = systemFiles): Check {
  return {
    name: 'memory',
    run: async () => {
      const machine = availableOnMachine(files.meminfo);
      const group = availableInGroups(files);
      const bytes = Math.min(machine, group);
      const left = formatBytes(Math.max(0, bytes));
      if (bytes >= minAvailableBytes) return resultsOf('memory', [], `${left} available`);
      const whose = group < machine ? ' below the limit of the control group (container)' : '';
      const hint =
        group < machine
          ? 'raise the memory limit, or end what uses most: ps aux --sort=-rss | head'
          : 'end what uses most: ps aux --sort=-rss | head';
      return resultsOf('memory', [warning(`Only ${left} of memory are available${whose}`, hint)], '');
    },
  };
}

/** Free memory alone says little: what the cache holds can be given back, and MemAvailable counts that. */
function availableOnMachine(meminfo: string): number {
  const kib = /^MemAvailable:\s+(\d+) kB$/m.exec(textOf(meminfo) ?? '')?.[1];
  return kib === undefined ? freemem() : Number(kib) * 1024;
}

/** A limit holds for all groups below, so every one upwards is asked. Infinite where there is no limit (or cgroup v1). */
function availableInGroups({ controlGroup, controlGroups }: MemoryFiles): number {
  const own = /^0::(\/.*)$/m.exec(textOf(controlGroup) ?? '')?.[1];
  let least = Number.POSITIVE_INFINITY;
  let group = own ?? '/';
  for (let depth = 0; own !== undefined && depth < depthLimit; depth += 1) {
    least = Math.min(least, availableIn(join(controlGroups, group)));
    if (group === '/') break;
    group = dirname(group);
  }
  return least;
}

/** `memory.current` counts the page cache, which goes as soon as memory is needed: files read do not fill a container. */
function availableIn(group: string): number {
  const limit = wholeNumber(textOf(join(group, 'memory.max')));
  const used = wholeNumber(textOf(join(group, 'memory.current')));
  if (limit === null || used === null) return Number.POSITIVE_INFINITY;
  const cached = /^inactive_file (\d+)$/m.exec(textOf(join(group, 'memory.stat')) ?? '')?.[1];
  return limit - used + Math.min(used, Number(cached ?? 0));
}

/** Null also for `max`, which means no limit. */
function wholeNumber(text: string | null): number | null {
  return /^\d+$/.test(text?.trim() ?? '') ? Number(text) : null;
}

function textOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return null;
  }
}
