import { readdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { monotonicMs } from '../base/clock.ts';
import { isSystemError } from '../base/system-error.ts';
import { isExecutable, isRegularFile } from './command-file.ts';

/** A guess is worth a blink; PATH may hold folders of a slow network. */
const searchLimitMs = 300;
const nameLimitChars = 60;

/** The program in these folders whose name is at most two slips of the keyboard away; null without one. */
export async function nearestName(
  name: string,
  folders: readonly string[],
  signal: AbortSignal,
): Promise<string | null> {
  const untilMs = monotonicMs() + searchLimitMs;
  let nearest: string | null = null;
  // In a short name, two slips make any other short name.
  let within = name.length <= 4 ? 1 : 2;
  if (name.length < 3 || name.length > nameLimitChars) return null;
  for (const folder of new Set(folders)) {
    if (signal.aborted || monotonicMs() > untilMs) return nearest;
    for (const entry of await namesIn(folder)) {
      if (entry === name || Math.abs(entry.length - name.length) > within) continue;
      const slips = slipsBetween(name, entry);
      if (slips > within || (slips === within && nearest !== null)) continue;
      const path = resolve(folder, entry);
      if (!isRegularFile(path) || !isExecutable(path)) continue;
      nearest = entry;
      within = slips;
    }
  }
  return nearest;
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (error) {
    if (isSystemError(error)) return [];
    throw error;
  }
}

/** Letters left out, added, mistaken or swapped with their neighbour (optimal string alignment). */
function slipsBetween(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const isSame = a[row - 1] === b[column - 1];
      let slips = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (isSame ? 0 : 1),
      );
      const isSwapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (isSwapped) slips = Math.min(slips, (beforeLast[column - 2] ?? 0) + 1);
      current.push(slips);
    }
    beforeLast = last;
    last = current;
  }
  return last[b.length] ?? 0;
}
