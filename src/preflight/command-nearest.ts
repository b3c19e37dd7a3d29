import { readdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { monotonicMs } from '../base/clock.ts';
import { slipsBetween } from '../base/slips.ts';
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
