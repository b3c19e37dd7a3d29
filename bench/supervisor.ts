import { loadavg } from 'node:os';
import { argv } from 'node:process';
import { setTimeout as sleepMs } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { BenchProject } from './bench-project.ts';
import { type IdleFigures, idleFigures } from './idle-figures.ts';

/**
 * What a supervisor costs while its command sleeps: memory and the share of it that is its own while some run, CPU, how
 * often it wakes up. `node --import tsx bench/supervisor.ts [supervisors] [seconds]`
 */
export async function supervisorFigures(supervisors = 10, seconds = 30): Promise<SupervisorFigures> {
  const project = new BenchProject('supervisor');
  try {
    const pids: number[] = [];
    for (let index = 0; index < supervisors; index += 1) {
      const id = await project.launch(['sleep', '3600']);
      pids.push((await project.pidsOf(id)).supervisorPid);
    }
    await sleepMs(settleMs);
    return worstAndMean(await idleFigures(pids, seconds));
  } finally {
    await project.remove();
  }
}

export type SupervisorFigures = { readonly worst: IdleFigures; readonly mean: IdleFigures };

/** The start is over: what was compiled for it alone is no longer asked for. */
const settleMs = 5000;

const keys = ['rssMib', 'pssMib', 'cpuPercent', 'mainWakeUpsPerSecond', 'wakeUpsPerSecond'] as const;

function worstAndMean(figures: readonly IdleFigures[]): SupervisorFigures {
  const over = (summary: (values: readonly number[]) => number): IdleFigures => {
    const [rssMib = 0, pssMib = 0, cpuPercent = 0, mainWakeUpsPerSecond = 0, wakeUpsPerSecond = 0] = keys.map(
      (key) => summary(figures.map((one) => one[key])),
    );
    return { rssMib, pssMib, cpuPercent, mainWakeUpsPerSecond, wakeUpsPerSecond };
  };
  return {
    worst: over((values) => Math.max(...values)),
    mean: over((values) => values.reduce((sum, one) => sum + one, 0) / values.length),
  };
}

async function main(supervisors: number, seconds: number): Promise<void> {
  const { worst, mean } = await supervisorFigures(supervisors, seconds);
  console.log(`${supervisors} supervisors of sleeping commands, ${seconds} s; wanted of each beside it`);
  console.log('| | mean | worst | wanted |\n| --- | --- | --- | --- |');
  const wanted = { rssMib: '55', pssMib: '18', cpuPercent: '0.2', mainWakeUpsPerSecond: '1' };
  for (const key of keys) {
    const limit = Object.entries(wanted).find(([name]) => name === key)?.[1] ?? '';
    console.log(`| ${key} | ${mean[key].toFixed(2)} | ${worst[key].toFixed(2)} | ${limit} |`);
  }
  const load = loadavg().map((one) => one.toFixed(1));
  console.log(`\nload of the machine at the end: ${load.join(' ')}`);
}

if (import.meta.url === pathToFileURL(argv[1] ?? '').href)
  await main(Number(argv[2] ?? 10), Number(argv[3] ?? 30));
