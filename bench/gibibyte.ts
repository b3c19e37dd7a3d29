import { spawn, spawnSync } from 'node:child_process';
import { closeSync, openSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleepMs } from 'node:timers/promises';
import { processCost } from './process-cost.ts';
import { call, eventOf, type Project, unreadBytes } from './project.ts';

const gibibyte = 1024 ** 3;
const line = 'a line of output as long as most: 100 bytes, its end included '.padEnd(99, '.');
const lookMs = 50;

/**
 * Writes a GiB of lines as fast as it can, then says on a line of its own how many milliseconds that took, by its own
 * clock: the launch is not in it.
 */
const script = `t=$(date +%s%N); yes '${line}' | head -c ${gibibyte}; e=$(date +%s%N); echo; echo "took $(( (e - t) / 1000000 )) ms"`;

/** Straight to a file, by a plain shell. */
export async function writePlainly(folder: string): Promise<number> {
  const path = join(folder, 'plain');
  const fd = openSync(path, 'a', 0o600);
  try {
    const child = spawn('sh', ['-c', script], { stdio: ['ignore', fd, 'inherit'] });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    await costToTheEnd(child.pid ?? 0);
    await ended;
    return tookMsIn(path);
  } finally {
    closeSync(fd);
    rmSync(path);
  }
}

export type Supervised = {
  readonly id: string;
  readonly tookMs: number;
  /** Of the supervisor, its start and end included. */
  readonly peakMib: number;
  readonly cpuMs: number;
  /** Of what it wrote: it came faster than it could be read along, and was counted. */
  readonly unreadPercent: number;
};

/** Under `bg run`. Its output stays. */
export async function writeSupervised(project: Project): Promise<Supervised> {
  const launch = ['run', '--quiet', '--max-output', '4GiB', '--', 'sh', '-c', script];
  const id = (await call(project, ...launch)).trim();
  const pid = Number(eventOf(project, id, 'process.started')?.data['supervisorPid']);
  const { peakMib, cpuMs } = await costToTheEnd(pid);
  const path = project.outputOf(id);
  if (statSync(path).size < gibibyte) throw new Error('the output is not whole');
  const unreadPercent = (unreadBytes(project, id) / gibibyte) * 100;
  return { id, tookMs: tookMsIn(path), peakMib, cpuMs, unreadPercent };
}

/** The plain shell is looked at as a supervisor is: what that costs must not be on one side only. */
async function costToTheEnd(pid: number): Promise<{ readonly peakMib: number; readonly cpuMs: number }> {
  let last = { peakMib: 0, cpuMs: 0 };
  for (let cost = processCost(pid); cost !== null; cost = processCost(pid)) {
    last = cost;
    await sleepMs(lookMs);
  }
  return last;
}

function tookMsIn(path: string): number {
  const { stdout } = spawnSync('tail', ['-n', '1', path], { encoding: 'utf8' });
  const ms = /^took (\d+) ms$/m.exec(stdout)?.[1];
  if (ms === undefined) throw new Error(`no time in ${path}: ${stdout}`);
  return Number(ms);
}
