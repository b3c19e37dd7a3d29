import { cpuBesideBare, idleBesideBare } from '../beside-bare.ts';
import type { Case } from '../case.ts';
import { call, eventOf, launch, leave, projectIn, quietNotices } from '../project.ts';

const supervisors = 10;
/** From one heartbeat to the next. */
const seconds = 30;
const fewSeconds = 5;
/** The start is over, and what it left behind is collected: in its first ten seconds V8 alone takes 0.5 %. */
const settleMs = 20_000;
const wantedPercent = 0.2;

/** While nothing happens. A value a supervisor. */
export const supervisor: Case = {
  name: 'supervisor',
  asks: `a supervisor of a command that sleeps, ${supervisors} at once`,
  rows: [
    { key: 'supervisor-rss', says: 'memory', unit: 'MiB', better: 'less', wanted: 55 },
    { key: 'supervisor-pss', says: 'its own and its share of it', unit: 'MiB', better: 'less', wanted: 18 },
    { key: 'supervisor-cpu', says: 'CPU, of a core', unit: '%', better: 'less', wanted: wantedPercent },
    { key: 'supervisor-cpu-bare', says: 'bare Node that wakes once a second', unit: '%', better: 'less' },
    { key: 'supervisor-cpu-ratio', says: 'CPU, beside that', unit: '×', better: 'less', wanted: 5 },
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
      const idle = await idleBesideBare(pids, { settleMs, seconds: quick ? fewSeconds : seconds });
      const { figures } = idle;
      const { cpu, bareCpu, ratio } = cpuBesideBare(idle, wantedPercent);
      return {
        'supervisor-rss': { values: figures.map(({ rssMib }) => rssMib) },
        'supervisor-pss': { values: figures.map(({ pssMib }) => pssMib) },
        'supervisor-cpu': cpu,
        'supervisor-cpu-bare': bareCpu,
        'supervisor-cpu-ratio': ratio,
        'supervisor-wakes': { values: figures.map((one) => one.mainWakeUpsPerSecond) },
        'supervisor-threads': { values: figures.map((one) => one.wakeUpsPerSecond) },
      };
    } finally {
      for (const id of ids) await call(project, 'stop', id, '--yes');
      leave(project);
    }
  },
};
