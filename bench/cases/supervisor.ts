import { setTimeout as sleepMs } from 'node:timers/promises';
import type { Case } from '../case.ts';
import { idleFigures } from '../idle-figures.ts';
import { call, eventOf, launch, leave, projectIn, quietNotices } from '../project.ts';

const supervisors = 10;
const seconds = 20;
const fewSeconds = 5;
/** The start is over, and what it left behind is collected: in its first ten seconds V8 alone takes 0.5 %. */
const settleMs = 20_000;

/** While nothing happens. A value a supervisor. */
export const supervisor: Case = {
  name: 'supervisor',
  asks: `a supervisor of a command that sleeps, ${supervisors} at once`,
  rows: [
    { key: 'supervisor-rss', says: 'memory', unit: 'MiB', better: 'less', wanted: 55 },
    { key: 'supervisor-pss', says: 'its own and its share of it', unit: 'MiB', better: 'less', wanted: 18 },
    { key: 'supervisor-cpu', says: 'CPU, of a core', unit: '%', better: 'less', wanted: 0.2 },
    { key: 'supervisor-wakes', says: 'wakes up', unit: '/s', better: 'less', wanted: 1 },
    { key: 'supervisor-threads', says: 'with all its threads', unit: '/s', better: 'less' },
  ],
  measure: async ({ folder, quick }) => {
    const project = projectIn(folder, 'supervisor', `max_concurrent_processes: 100, ${quietNotices}`);
    const ids: string[] = [];
    try {
      // Each sleeps as long as no other: to launch what runs already takes a question.
      for (let index = 0; index < supervisors; index += 1)
        ids.push(await launch(project, 'sleep', `${3600 + index}`));
      const pids = ids.map((id) => Number(eventOf(project, id, 'process.started')?.data['supervisorPid']));
      await sleepMs(settleMs);
      const figures = await idleFigures(pids, quick ? fewSeconds : seconds);
      return {
        'supervisor-rss': { values: figures.map(({ rssMib }) => rssMib) },
        'supervisor-pss': { values: figures.map(({ pssMib }) => pssMib) },
        'supervisor-cpu': { values: figures.map(({ cpuPercent }) => cpuPercent) },
        'supervisor-wakes': { values: figures.map((one) => one.mainWakeUpsPerSecond) },
        'supervisor-threads': { values: figures.map((one) => one.wakeUpsPerSecond) },
      };
    } finally {
      for (const id of ids) await call(project, 'stop', id, '--yes');
      leave(project);
    }
  },
};
