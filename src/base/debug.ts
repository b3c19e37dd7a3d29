import { writeSync } from 'node:fs';

let enabled = (process.env['TAPPS_BG_DEBUG'] ?? '') !== '' && process.env['TAPPS_BG_DEBUG'] !== '0';

/** Turned on by `--debug`; `TAPPS_BG_DEBUG=1` does it from the start, also in supervisors. */
export function enableDebug(): void {
  enabled = true;
}

export function debugEnabled(): boolean {
  return enabled;
}

/** Says on stderr what is read, written and decided. */
export function debug(topic: string, facts: Readonly<Record<string, unknown>>): void {
  if (!enabled) return;
  try {
    writeSync(2, `${new Date().toISOString()} ${topic} ${JSON.stringify(facts)}\n`);
  } catch {
    // A debug line that nobody can read any more (closed stderr) is no reason to stop.
  }
}
