import { loadavg } from 'node:os';
import { join } from 'node:path';
import { argv } from 'node:process';
import { setTimeout as sleepMs } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { BenchProject } from './bench-project.ts';
import { copyRun } from './history.ts';
import { type IdleFigures, idleFigures } from './idle-figures.ts';

/**
 * What a watcher costs beside a history while one command sleeps, and how soon it reacts: milliseconds from the end of a
 * command, as its supervisor appends it to the journal, to the verdict that the watcher makes of it.
 * `node --import tsx bench/watcher.ts [rounds] [seconds] [history…]`
 */
export async function watcherFigures(
  { history = 1000, rounds = 20, seconds = 30 }: WatcherBench = {},
  project = new BenchProject('watcher'),
): Promise<WatcherFigures> {
  try {
    await fillHistory(project, history);
    await project.launch(['sleep', '3600']);
    const watcherPid = await project.watcherPid();
    await sleepMs(settleMs);
    const [idle] = await idleFigures([watcherPid], seconds);
    if (idle === undefined) throw new Error('no watcher was looked at');
    const reactionMs: number[] = [];
    for (let round = 0; round < rounds; round += 1) reactionMs.push(await reaction(project, round));
    return { history, idle, reactionMs: reactionMs.sort((a, b) => a - b) };
  } finally {
    await project.remove();
  }
}

export type WatcherBench = {
  /** Finished processes beside those that are launched. */
  readonly history?: number;
  readonly rounds?: number;
  readonly seconds?: number;
};

export type WatcherFigures = {
  readonly history: number;
  readonly idle: IdleFigures;
  /** Of each round, ascending. */
  readonly reactionMs: readonly number[];
};

/** The watcher has looked at everything, and cleaned up for the first time. */
const settleMs = 8000;

/** Copies of a run of this project, to its verdict. */
async function fillHistory(project: BenchProject, count: number): Promise<void> {
  const id = await project.launch(['true']);
  await project.eventOf(id, 'process.completed');
  copyRun(project.journal(id), join(project.stateFolder, 'journal'), count - 1);
}

/** Each command is another one: the launch of a command that runs already takes a question. */
async function reaction(project: BenchProject, round: number): Promise<number> {
  const id = await project.launch(['sh', '-c', `sleep 0.4; : ${round}`]);
  const { at } = await project.eventOf(id, 'process.completed');
  return Date.parse(at) - Date.parse((await project.eventOf(id, 'process.exited')).at);
}

async function main(rounds: number, seconds: number, histories: readonly number[]): Promise<void> {
  console.log(
    '| history | RSS | PSS | CPU | wake-ups/s (main) | append to reaction: median (best to worst) |',
  );
  console.log('| --- | --- | --- | --- | --- | --- |\n| wanted | 80 MiB | | 0.5 % | | 15 ms |');
  for (const history of histories) {
    const { idle, reactionMs } = await watcherFigures({ history, rounds, seconds });
    const { rssMib, pssMib, cpuPercent, wakeUpsPerSecond, mainWakeUpsPerSecond } = idle;
    const median = reactionMs[Math.floor(reactionMs.length / 2)];
    const memory = `${rssMib.toFixed(1)} MiB | ${pssMib.toFixed(1)} MiB`;
    const wakeUps = `${wakeUpsPerSecond.toFixed(1)} (${mainWakeUpsPerSecond.toFixed(1)})`;
    const reactions = `${median} ms (${reactionMs[0]} to ${reactionMs.at(-1)})`;
    console.log(`| ${history} | ${memory} | ${cpuPercent.toFixed(2)} % | ${wakeUps} | ${reactions} |`);
  }
  const load = loadavg().map((one) => one.toFixed(1));
  console.log(`\nload of the machine at the end: ${load.join(' ')}`);
}

if (import.meta.url === pathToFileURL(argv[1] ?? '').href) {
  const histories = argv.slice(4).map(Number);
  await main(Number(argv[2] ?? 20), Number(argv[3] ?? 30), histories.length > 0 ? histories : [100, 1000]);
}
