import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Measurement } from './case.ts';
import { mean, ratios } from './statistics.ts';

export type Took = { readonly wallMs: number; readonly cpuMs: number };

/** Does what is measured once. What it does before and after is not in the time that it gives back. */
export type Contestant = () => Promise<Took>;

/**
 * Every contestant once a round, in turns who comes first; a first round, in which caches become warm, does not count.
 * Who is null does not take part.
 */
export async function byTurns<Name extends string>(
  rounds: number,
  contestants: Readonly<Record<Name, Contestant | null>>,
): Promise<(name: Name) => readonly Took[]> {
  const all = Object.entries<Contestant | null>(contestants).flatMap(([name, contestant]) =>
    contestant === null ? [] : [[name, contestant] as const],
  );
  const took = new Map<string, Took[]>(all.map(([name]) => [name, []]));
  for (let round = 0; round <= rounds; round += 1)
    for (const [name, contestant] of round % 2 === 0 ? all : all.toReversed()) {
      const one = await contestant();
      if (round > 0) took.get(name)?.push(one);
    }
  return (name) => took.get(name) ?? [];
}

/** One contestant's rounds beside another's, if both took part. */
export function beside(took: readonly Took[], base: readonly Took[]): Measurement {
  if (took.length === 0 || base.length === 0) return { missing: 'it did not take part' };
  const cpu = (all: readonly Took[]) => mean(all.map(({ cpuMs }) => cpuMs));
  const walls = (all: readonly Took[]) => all.map(({ wallMs }) => wallMs);
  return { values: ratios(walls(took), walls(base)), byCpu: cpu(took) / cpu(base) };
}

/** How many of so many a second, round by round. */
export function rate(count: number, took: readonly Took[]): Measurement {
  const perSecond = (ms: number) => (count / ms) * 1000;
  const cpuMs = mean(took.map((one) => one.cpuMs));
  return { values: took.map(({ wallMs }) => perSecond(wallMs)), byCpu: perSecond(cpuMs) };
}

export function seconds(took: readonly Took[]): Measurement {
  if (took.length === 0) return { missing: 'it did not take part' };
  return {
    values: took.map(({ wallMs }) => wallMs / 1000),
    byCpu: mean(took.map(({ cpuMs }) => cpuMs)) / 1000,
  };
}

/** Work of this program's own; what it starts is not in the CPU time. */
export function inHere(act: () => void): Contestant {
  return async () => {
    const cpu = process.cpuUsage();
    const startMs = performance.now();
    act();
    const wallMs = performance.now() - startMs;
    const { user, system } = process.cpuUsage(cpu);
    return { wallMs, cpuMs: (user + system) / 1000 };
  };
}

export type Program = {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
};

/** The CPU time is that of the program and of what it waits for, not of what lives on behind it. */
export async function timed({ command, args, cwd, env = calmEnv() }: Program): Promise<Took> {
  const cpuMs = childrenCpuMs();
  const startMs = performance.now();
  const child = spawn(command, args, { cwd, env, stdio: 'ignore' });
  const code = await new Promise((resolve, reject) => child.once('exit', resolve).once('error', reject));
  const wallMs = performance.now() - startMs;
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}`);
  return { wallMs, cpuMs: childrenCpuMs() - cpuMs };
}

/** The measure of everything that starts. */
export function bareNode(cwd: string): Contestant {
  return () => timed({ command: process.execPath, args: ['-e', '0'], cwd });
}

/** Our environment without what would change how the measured programs work. */
export function calmEnv(): NodeJS.ProcessEnv {
  const isOurs = (name: string) => /^(?:TAPPS_|PM2_|TS_|npm_|NODE_OPTIONS$|NODE_V8_COVERAGE$)/.test(name);
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !isOurs(name)));
}

/** CPU time of all children that were waited for, in steps of 10 ms: only their mean over many rounds says something. */
function childrenCpuMs(): number {
  const stat = readFileSync('/proc/self/stat', 'latin1');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[13]) + Number(fields[14])) * 10;
}
