import { spawnSync } from 'node:child_process';

/** Runs a tool of the system to its end; throws what it said where that is not a good one. */
export function run(command: string, args: readonly string[]): void {
  const { status, stderr, error } = spawnSync(command, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${error?.message ?? stderr.trim()}`);
}
