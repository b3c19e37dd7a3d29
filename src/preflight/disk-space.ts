import { statSync } from 'node:fs';
import { relative } from 'node:path';
import { formatBytes } from '../base/size.ts';
import { isSystemError } from '../base/system-error.ts';
import { freeDisk } from '../output/free-disk.ts';
import type { Check } from './check.ts';
import { error, type Finding, pastedPath, shownPath } from './command-words.ts';
import { resultsOf } from './findings.ts';
import { nearestExisting } from './folder-probe.ts';

/** A launch makes four files and its command some more; fewer than these are as good as none. */
const minFreeInodes = 100;

/** The file systems of these folders have room: for outputs as much as must be left free, and for some more files. */
export function diskSpaceCheck(folders: readonly string[], minFreeBytes: number): Check {
  return {
    name: 'disk space',
    run: async ({ projectRoot }) => {
      const places = onePerFileSystem(folders.map((folder) => ({ folder, at: nearestExisting(folder) })));
      const findings = places.flatMap((place) => shortages(place, minFreeBytes, projectRoot));
      const bytes = places.map(({ at }) => freeDisk(at)?.bytes ?? Number.POSITIVE_INFINITY);
      const least = Math.min(...bytes);
      return resultsOf(
        'disk space',
        findings,
        Number.isFinite(least) ? `${formatBytes(least)} free` : 'not known',
      );
    },
  };
}

/** A folder that will be written to, and what there is of it already. */
type Place = { readonly folder: string; readonly at: string };

function shortages({ folder, at }: Place, minFreeBytes: number, projectRoot: string): Finding[] {
  const free = freeDisk(at);
  if (free === null) return [];
  const below = relative(projectRoot, folder);
  const where = `the file system of ${shownPath(below === '' || below.startsWith('..') ? folder : below)}/`;
  const findings: Finding[] = [];
  if (free.bytes < minFreeBytes) {
    findings.push(
      error(
        `Only ${formatBytes(free.bytes)} are free on ${where}, and ${formatBytes(minFreeBytes)} must be (min_free_disk_mb)`,
        `free some space (df -h ${pastedPath(at)}), or lower min_free_disk_mb in .tapps-agents/config.yaml`,
      ),
    );
  }
  if (free.inodes !== null && free.inodes < minFreeInodes) {
    findings.push(
      error(
        `Only ${free.inodes} more files can be made on ${where}: it is short of inodes`,
        `remove files that are not needed: df -i ${pastedPath(at)}`,
      ),
    );
  }
  return findings;
}

function onePerFileSystem(places: readonly Place[]): Place[] {
  const devices = new Map<number | string, Place>();
  for (const place of places) {
    const device = deviceOf(place.at);
    if (!devices.has(device)) devices.set(device, place);
  }
  return [...devices.values()];
}

/** A folder that cannot be looked at stands for itself; that it cannot is another check's finding. */
function deviceOf(path: string): number | string {
  try {
    return statSync(path).dev;
  } catch (failure) {
    if (!isSystemError(failure)) throw failure;
    return path;
  }
}
