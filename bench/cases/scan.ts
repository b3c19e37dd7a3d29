import { setTimeout as sleepMs } from 'node:timers/promises';
import type { Case } from '../case.ts';
import { processCost } from '../process-cost.ts';
import { call, eventOf, launch, leave, projectIn, unreadBytes } from '../project.ts';

const megabytesPerSecond = 20;
const settleMs = 2000;
const secondMs = 1000;
const mostSeconds = 10;
const pieces = 10;

/** Lines as of a build, a step among a hundred, in equal pieces ten times a second. */
const writer = `
const line = (n) => (n % 100 === 0 ? 'Step ' + n / 100 + ' of 900000' : 'cc -O2 -Wall -c src/part-' + n + '.c').padEnd(99, ' -g') + '\\n';
const lines = ${(megabytesPerSecond * 1e6) / 100 / pieces};
const block = Buffer.from(Array.from({ length: lines }, (_, n) => line(n)).join(''));
setInterval(() => require('node:fs').writeSync(1, block), ${secondMs / pieces});
`;

/** What it costs to look for progress and errors in what is written. */
export const scan: Case = {
  name: 'scan',
  asks: `a command that writes ${megabytesPerSecond} MB/s of lines`,
  rows: [
    { key: 'scan', says: "the supervisor's share of a core", unit: '%', better: 'less', wanted: 25 },
    { key: 'scan-shed', says: 'of it left unread, and counted', unit: '%', better: 'less' },
  ],
  measure: async ({ folder, rounds }) => {
    const project = projectIn(folder, 'scan');
    try {
      const id = await launch(project, process.execPath, '-e', writer);
      const pid = Number(eventOf(project, id, 'process.started')?.data['supervisorPid']);
      await sleepMs(settleMs);
      const shares: number[] = [];
      for (let second = 0; second < Math.min(rounds, mostSeconds); second += 1)
        shares.push(await cpuShareOf(pid));
      await call(project, 'stop', id, '--yes');
      const written = Number(eventOf(project, id, 'process.exited')?.data['outputBytes']);
      return {
        scan: { values: shares },
        'scan-shed': { values: [(unreadBytes(project, id) / written) * 100] },
      };
    } finally {
      leave(project);
    }
  },
};

/** Percent of one core in the second to come. */
async function cpuShareOf(pid: number): Promise<number> {
  const cpuMs = () => processCost(pid)?.cpuMs ?? Number.NaN;
  const [before, startMs] = [cpuMs(), performance.now()];
  await sleepMs(secondMs);
  return ((cpuMs() - before) / (performance.now() - startMs)) * 100;
}
