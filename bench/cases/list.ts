import { join } from 'node:path';
import type { Bench, Case } from '../case.ts';
import { pm2In } from '../pm2.ts';
import { command } from '../project.ts';
import { taskSpoolerIn } from '../task-spooler.ts';
import { bareNode, beside, byTurns, type Contestant } from '../timed.ts';

const theirs = 3;

/** What is asked most often, however long the history is. */
export const list: Case = {
  name: 'list',
  asks: '`bg list --limit 20`, warm',
  rows: [
    { key: 'list-1000', says: '1,000 finished, beside bare node', unit: '×', better: 'less', wanted: 1.6 },
    { key: 'list-10000', says: '10,000', unit: '×', better: 'less', wanted: 1.9 },
    { key: 'list-100000', says: '100,000', unit: '×', better: 'less', wanted: 5, slow: true },
    {
      key: 'list-pm2',
      says: `1,000, beside \`pm2 jlist\` of ${theirs}`,
      unit: '×',
      better: 'less',
      wanted: 1,
    },
    { key: 'pm2-list', says: `\`pm2 jlist\` of ${theirs}, beside bare node`, unit: '×', better: 'less' },
    { key: 'tsp-list', says: `\`tsp -l\` of ${theirs}, beside bare node`, unit: '×', better: 'less' },
  ],
  measure: async (bench) => {
    const pm2 = pm2In(join(bench.folder, 'pm2-list'));
    const tsp = taskSpoolerIn(join(bench.folder, 'tsp-list'));
    try {
      const of = await byTurns(bench.rounds, {
        node: bareNode(bench.folder),
        thousand: await listOf(bench, 1000),
        tenThousand: await listOf(bench, 10_000),
        hundredThousand: bench.quick ? null : await listOf(bench, 100_000),
        pm2: 'missing' in pm2 ? null : pm2.jlist(theirs),
        tsp: 'missing' in tsp ? null : tsp.list(theirs),
      });
      return {
        'list-1000': beside(of('thousand'), of('node')),
        'list-10000': beside(of('tenThousand'), of('node')),
        'list-100000': beside(of('hundredThousand'), of('node')),
        'list-pm2': 'missing' in pm2 ? pm2 : beside(of('thousand'), of('pm2')),
        'pm2-list': 'missing' in pm2 ? pm2 : beside(of('pm2'), of('node')),
        'tsp-list': 'missing' in tsp ? tsp : beside(of('tsp'), of('node')),
      };
    } finally {
      if ('end' in pm2) pm2.end();
      if ('end' in tsp) tsp.end();
    }
  },
};

/** In a history of so many. */
export async function listOf({ histories }: Bench, count: number): Promise<Contestant> {
  const { project } = await histories.of(count);
  return command(project, 'list', '--limit', '20');
}
