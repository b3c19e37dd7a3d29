import { readFileSync, watch } from 'node:fs';
import { join } from 'node:path';
import { isSystemError } from '../base/system-error.ts';
import type { Check } from './check.ts';
import { type Finding, warning } from './command-words.ts';
import { resultsOf } from './findings.ts';
import { nearestExisting } from './folder-probe.ts';

/** What a project of middling size needs when it is watched: a folder a watch. */
const minWatches = 8192;
const enoughWatches = 524_288;
const systemLimits = '/proc/sys';

/** Whichever is lower holds: the second is that of a user namespace (a container without root). */
const watchLimits = [
  { file: 'fs/inotify/max_user_watches', name: 'fs.inotify.max_user_watches' },
  { file: 'user/max_inotify_watches', name: 'user.max_inotify_watches' },
] as const;

/**
 * Files can be watched (inotify): one watcher is really made and given back (0.3 ms), which tells more than counting
 * the descriptors of all processes does (4 ms for 70 of them), and the limit leaves room for the command's own.
 */
export function fileWatchesCheck(limits: string = systemLimits): Check {
  return {
    name: 'file watches',
    run: async ({ stateFolder }) => {
      if (process.platform !== 'linux') return resultsOf('file watches', [], 'no limit known');
      const tried = trial(nearestExisting(stateFolder));
      return resultsOf('file watches', tried === null ? lowLimit(limits) : [tried], 'enough');
    },
  };
}

function trial(folder: string): Finding | null {
  try {
    watch(folder, { persistent: false }).close();
    return null;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    if (error.code === 'EMFILE') return usedUp('fs.inotify.max_user_instances', 1024);
    if (error.code === 'ENOSPC') return usedUp('fs.inotify.max_user_watches', enoughWatches);
    // Whether the folder can be read is another check's business.
    return null;
  }
}

function usedUp(limit: string, enough: number): Finding {
  return warning(`No more files can be watched: ${limit} is used up`, raised(limit, enough));
}

function lowLimit(limits: string): Finding[] {
  const read = watchLimits.map(({ file, name }) => ({ name, watches: limitOf(join(limits, file)) }));
  const [lowest] = read.toSorted((one, other) => (one.watches ?? Infinity) - (other.watches ?? Infinity));
  if (lowest === undefined || lowest.watches === null || lowest.watches >= minWatches) return [];
  const message = `Few files can be watched: ${lowest.name} is ${lowest.watches}`;
  return [warning(message, raised(lowest.name, enoughWatches))];
}

function raised(limit: string, enough: number): string {
  return `sudo sysctl ${limit}=${enough}`;
}

function limitOf(file: string): number | null {
  try {
    const text = readFileSync(file, 'utf8').trim();
    return /^\d+$/.test(text) ? Number(text) : null;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return null;
  }
}
