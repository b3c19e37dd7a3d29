import type { Bench, Case } from '../case.ts';
import { writeLongJournal } from '../long-journal.ts';
import { call, command, projectIn } from '../project.ts';
import { bareNode, beside, byTurns, type Contestant } from '../timed.ts';

/** One process, however many others there are and however much it has written down. */
export const status: Case = {
  name: 'status',
  asks: '`bg status <id>`, warm',
  rows: [
    { key: 'status-10', says: 'among 10, beside bare node', unit: '×', better: 'less', wanted: 1.6 },
    { key: 'status-1000', says: 'among 1,000', unit: '×', better: 'less', wanted: 1.6 },
    { key: 'status-10000', says: 'among 10,000', unit: '×', better: 'less', wanted: 1.6 },
    { key: 'status-events', says: 'of 1,000,000 events', unit: '×', better: 'less', wanted: 1.6, slow: true },
  ],
  measure: async (bench) => {
    const of = await byTurns(bench.rounds, {
      node: bareNode(bench.folder),
      ten: await statusAmong(bench, 10),
      thousand: await statusAmong(bench, 1000),
      tenThousand: await statusAmong(bench, 10_000),
      long: bench.quick ? null : await statusOfLong(bench, 1_000_000),
    });
    return {
      'status-10': beside(of('ten'), of('node')),
      'status-1000': beside(of('thousand'), of('node')),
      'status-10000': beside(of('tenThousand'), of('node')),
      'status-events': beside(of('long'), of('node')),
    };
  },
};

export async function statusAmong({ histories }: Bench, count: number): Promise<Contestant> {
  const { project, id } = await histories.of(count);
  return command(project, 'status', id);
}

/** The first look folds it all; what is measured is every look after that. */
async function statusOfLong({ folder, histories }: Bench, events: number): Promise<Contestant> {
  const project = projectIn(folder, 'long');
  writeLongJournal(await histories.template(), project.journalOf('longrun1'), 'longrun1', events);
  await call(project, 'status', 'longrun1');
  return command(project, 'status', 'longrun1');
}
