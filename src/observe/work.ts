import { createHash } from 'node:crypto';
import type { RunSpec, Work } from '../../projections/past-failures.ts';

/** What a run is found by among many. Two that share it need not be the same: whoever finds one compares. */
export function workOf({ type, cwd, command }: Pick<RunSpec, 'type' | 'cwd' | 'command'>): Work {
  return { same: shortHash([type, cwd, ...command]), alike: shortHash([type, cwd, command[0] ?? '']) };
}

function shortHash(words: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(words)).digest('hex').slice(0, 12);
}
