import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { projectAt } from '../../src/journal/project-paths.ts';
import { foldProcess } from '../../src/journal/store.ts';
import type { Case } from '../case.ts';
import { copyRun } from '../history.ts';
import { writeLongJournal } from '../long-journal.ts';
import { command, type Project, projectIn } from '../project.ts';
import { byTurns, type Contestant, inHere, rate, seconds } from '../timed.ts';

const longRun = 'longrun1';
const shortRun = 'shortrn1';
const events = 300_000;
const journals = 10_000;
const eventsOfEach = 30;
/** A round takes seconds. */
const mostRounds = 5;

/** Nothing is left of the cache: everything is read and folded. */
export const rebuild: Case = {
  name: 'rebuild',
  asks: 'cold: the cache is gone',
  rows: [
    { key: 'rebuild', says: 'events of a long journal', unit: '/s', better: 'more', wanted: 500_000 },
    {
      key: 'rebuild-many',
      says: '`bg list --limit 20` of 10,000 journals of 30 events',
      unit: 's',
      better: 'less',
      wanted: 2.5,
      slow: true,
    },
  ],
  measure: async ({ folder, rounds, quick, histories }) => {
    const template = await histories.template();
    const long = projectIn(folder, 'long');
    const many = projectIn(folder, 'many');
    writeLongJournal(template, long.journalOf(longRun), longRun, events);
    writeLongJournal(template, many.journalOf(shortRun), shortRun, eventsOfEach);
    if (!quick) copyRun(many.journalOf(shortRun), many.journalFolder, journals - 1);
    const of = await byTurns(Math.min(rounds, mostRounds), {
      long: cold(
        long,
        inHere(() => void foldProcess(projectAt(long.root), longRun)),
      ),
      many: quick ? null : cold(many, command(many, 'list', '--limit', '20')),
    });
    return { rebuild: rate(events, of('long')), 'rebuild-many': seconds(of('many')) };
  },
};

function cold({ root }: Project, contestant: Contestant): Contestant {
  return () => {
    rmSync(join(root, '.tapps-agents', 'cache'), { recursive: true, force: true });
    return contestant();
  };
}
