import { mkdirSync } from 'node:fs';
import { owe } from '../../src/claims/due.ts';
import { projectAt } from '../../src/journal/project-paths.ts';
import { LivingJournal, numberedId } from '../rig/living-journal.ts';
import { assert, suite } from '../rig/suite.ts';
import { WatchedProject } from '../rig/watched-project.ts';

const test = suite('a machine that was started again');
const project = new WatchedProject();
test.after(() => project.end());

test.fault(
  49,
  'all that was unfinished is lost, each told once, and nobody who has such a number now is signalled',
  async () => {
    const site = projectAt(project.folder);
    mkdirSync(site.journalFolder, { recursive: true, mode: 0o700 });
    mkdirSync(site.runFolder, { mode: 0o700 });
    const ids = [0, 1, 2].map(numberedId);
    for (const id of ids) {
      owe(site, id);
      new LivingJournal(site, id, { bootId: 'earlier' }).abandon(); // its pids are those of this test
    }
    for (const round of [1, 2]) {
      const { code, stderr } = await project.call(['bg', 'watch', '--once']);
      assert.is(code, 0, `round ${round}: ${stderr}`);
    }
    for (const id of ids) {
      const types = project.events(id).map(({ type }) => type);
      assert.is(types.filter((type) => type === 'process.lost').length, 1, types.join(' '));
      assert.is((await project.event(id, 'process.lost')).reason, 'machine_restarted');
      assert.is(project.told().filter((line) => line.startsWith(`failed ${id} `)).length, 1);
    }
  },
  { timeoutMs: 60_000 },
);

test.run();
