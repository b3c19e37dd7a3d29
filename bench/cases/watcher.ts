import { cpuBesideBare, idleBesideBare } from '../beside-bare.ts';
import type { Case } from '../case.ts';
import { copyRun } from '../history.ts';
import {
  call,
  eventOf,
  finishedRun,
  found,
  launch,
  leave,
  type Project,
  projectIn,
  quietNotices,
} from '../project.ts';

const history = 1000;
const seconds = 20;
const fewSeconds = 5;
/** It has looked at everything, cleaned up for the first time, and what that left behind is collected. */
const settleMs = 25_000;
const wantedPercent = 0.5;

/** Beside a history, while one command sleeps. */
export const watcher: Case = {
  name: 'watcher',
  asks: `the watcher of ${history.toLocaleString('en')} journals, while one command sleeps`,
  rows: [
    { key: 'watcher-rss', says: 'memory', unit: 'MiB', better: 'less', wanted: 80 },
    { key: 'watcher-cpu', says: 'CPU, of a core', unit: '%', better: 'less', wanted: wantedPercent },
    { key: 'watcher-cpu-bare', says: 'bare Node that wakes once a second', unit: '%', better: 'less' },
    { key: 'watcher-cpu-ratio', says: 'CPU, beside that', unit: '×', better: 'less', wanted: 12 },
    { key: 'watcher-reaction', says: 'journal append to reaction', unit: 'ms', better: 'less', wanted: 15 },
    { key: 'watcher-wakes', says: 'wakes up', unit: '/s', better: 'less' },
  ],
  measure: async ({ folder, rounds, quick }) => {
    const project = projectIn(folder, 'watcher', quietNotices);
    copyRun(project.journalOf(await finishedRun(project, 'true')), project.journalFolder, history - 1);
    const sleeper = await launch(project, 'sleep', '3600');
    try {
      const pid = Number(JSON.parse(await call(project, 'list', '--json')).watcher.pid);
      const idle = await idleBesideBare([pid], { settleMs, seconds: quick ? fewSeconds : seconds });
      const { figures } = idle;
      const { cpu, bareCpu, ratio } = cpuBesideBare(idle, wantedPercent);
      const reactionsMs: number[] = [];
      for (let round = 0; round < rounds; round += 1) reactionsMs.push(await reactionMs(project, round));
      return {
        'watcher-rss': { values: figures.map(({ rssMib }) => rssMib) },
        'watcher-cpu': cpu,
        'watcher-cpu-bare': bareCpu,
        'watcher-cpu-ratio': ratio,
        'watcher-reaction': { values: reactionsMs },
        'watcher-wakes': { values: figures.map((one) => one.mainWakeUpsPerSecond) },
      };
    } finally {
      await call(project, 'stop', sleeper, '--yes');
      leave(project);
    }
  },
};

/** From the end of a command, as its supervisor appends it, to the verdict. To launch one of before takes a question. */
async function reactionMs(project: Project, round: number): Promise<number> {
  const id = await launch(project, 'sh', '-c', `sleep 0.4; : ${round}`);
  const verdict = await found(`the verdict of ${id}`, () => eventOf(project, id, 'process.completed')?.at);
  return Date.parse(verdict) - Date.parse(eventOf(project, id, 'process.exited')?.at ?? '');
}
