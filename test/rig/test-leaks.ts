import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** Descriptors that are open, by number, each with what it is open on. Empty where there is no `/proc`. */
export type Descriptors = ReadonlyMap<string, string>;

/**
 * What the loop itself opens when it is first used and keeps, the loader's cache, and the numbers that pidusage has
 * looked at: it holds each for a minute (4.1.0, lib/history.js).
 */
const keptOnPurpose = /^anon_inode:|\/tsx-\d+\/|^\/proc\/\d+\/stat$/;

export function openDescriptors(): Descriptors {
  return new Map(
    numbers().flatMap((number) => {
      const target = readLink(`/proc/self/fd/${number}`);
      return target === undefined ? [] : [[number, target] as const];
    }),
  );
}

/** What a test file opened and never closed, and what it still watches. To be asked when nothing is left to happen. */
export function leaksSince(before: Descriptors): string[] {
  const opened = [...openDescriptors()].filter(([number, target]) => before.get(number) !== target);
  const kept = opened.filter(([, target]) => !keptOnPurpose.test(target) && !isOwnListing(target));
  return [
    ...kept.map(([number, target]) => `left descriptor ${number} open: ${target}`),
    ...opened.flatMap(([number]) => watches(number).map((watch) => `left a watch: ${watch}`)),
  ];
}

/** The folder of descriptors is open itself while it is listed. */
function isOwnListing(target: string): boolean {
  return target === `/proc/${process.pid}/fd`;
}

function numbers(): string[] {
  return process.platform === 'linux' ? readdirSync('/proc/self/fd') : [];
}

function watches(number: string): string[] {
  const lines = read(`/proc/self/fdinfo/${number}`).split('\n');
  return lines.filter((line) => line.startsWith('inotify wd:'));
}

function readLink(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
