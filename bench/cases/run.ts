import { join } from 'node:path';
import { setTimeout as sleepMs } from 'node:timers/promises';
import type { Case } from '../case.ts';
import { pm2In } from '../pm2.ts';
import { call, command, finishedRun, leave, type Project, projectIn } from '../project.ts';
import { taskSpoolerIn } from '../task-spooler.ts';
import { bareNode, beside, byTurns, type Contestant } from '../timed.ts';

/** A verdict is recorded and told by the watcher: until then it is no calm machine for the next. */
const settleMs = 300;

/** Until the launch returns, and it returns when the command really runs. The command itself takes no time. */
export const run: Case = {
  name: 'run',
  asks: '`bg run -- true` until it returns with the command started',
  rows: [
    { key: 'run', says: 'beside bare node', unit: '×', better: 'less', wanted: 2.8 },
    { key: 'run-pm2-warm', says: 'beside `pm2 start`, warm', unit: '×', better: 'less', wanted: 1.15 },
    { key: 'run-pm2-cold', says: 'beside `pm2 start`, cold', unit: '×', better: 'less', wanted: 0.5 },
    {
      key: 'run-history',
      says: 'among 10,000 finished, beside among none',
      unit: '×',
      better: 'less',
      wanted: 1.1,
    },
    { key: 'pm2-start', says: '`pm2 start`, warm, beside bare node', unit: '×', better: 'less' },
    { key: 'tsp-start', says: '`tsp true`, warm, beside bare node', unit: '×', better: 'less' },
  ],
  measure: async (bench) => {
    const empty = projectIn(bench.folder, 'run');
    await finishedRun(empty, 'true'); // brings the watcher up
    const { project: full } = await bench.histories.of(10_000);
    const pm2 = pm2In(join(bench.folder, 'pm2-run'));
    const tsp = taskSpoolerIn(join(bench.folder, 'tsp-run'));
    try {
      const of = await byTurns(bench.rounds, {
        node: bareNode(bench.folder),
        run: runIn(empty),
        runInHistory: runIn(full),
        pm2Cold: 'missing' in pm2 ? null : pm2.startCold,
        pm2Warm: 'missing' in pm2 ? null : pm2.startWarm,
        tsp: 'missing' in tsp ? null : tsp.start,
      });
      return {
        run: beside(of('run'), of('node')),
        'run-pm2-warm': 'missing' in pm2 ? pm2 : beside(of('run'), of('pm2Warm')),
        'run-pm2-cold': 'missing' in pm2 ? pm2 : beside(of('run'), of('pm2Cold')),
        'run-history': beside(of('runInHistory'), of('run')),
        'pm2-start': 'missing' in pm2 ? pm2 : beside(of('pm2Warm'), of('node')),
        'tsp-start': 'missing' in tsp ? tsp : beside(of('tsp'), of('node')),
      };
    } finally {
      for (const project of [empty, full]) leave(project);
      for (const rival of [pm2, tsp]) if ('end' in rival) rival.end();
    }
  },
};

/** It is over, and told, before the next one begins. */
function runIn(project: Project): Contestant {
  const launch = command(project, 'run', '--', 'true');
  return async () => {
    const took = await launch();
    await call(project, 'wait', '@last');
    await sleepMs(settleMs);
    return took;
  };
}
