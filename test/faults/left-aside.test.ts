import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { wholeLife } from '../rig/given-events.ts';
import { givenId, givenJournal } from '../rig/given-journal.ts';
import { TestProject } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('files that a crash left aside');
const program = new TestProject();
test.after(() => program.end());

test.fault(
  68,
  'what was half written is nobody’s journal, cache, claim, ticket or cursor, and stands in nobody’s way',
  async () => {
    const { project } = givenJournal(...wholeLife());
    const left = {
      journal: [`${givenId}.ndjson.tmp`, 'x.ndjson.1234.tmp'],
      cache: [`${givenId}.json`, `${givenId}.json.0badf00d.tmp`],
      claims: [`${givenId}.failed-0.claim.0badf00d.tmp`, `${givenId}.failed-0.unread.0badf00d.tmp`],
      run: ['archive-0badf00d.tmp'],
      'run/inbox': ['default.json.new', 'default.json'],
      'run/tickets': ['.0badf00d', '7'],
    };
    for (const [folder, names] of Object.entries(left)) {
      mkdirSync(join(project.stateFolder, folder), { recursive: true, mode: 0o700 });
      for (const name of names)
        writeFileSync(join(project.stateFolder, folder, name), name.endsWith('.tmp') ? '{"half":' : '', {
          mode: 0o600,
        });
    }
    const call = (...words: string[]) => program.call(['bg', ...words], { cwd: project.root });
    const { processes } = JSON.parse((await call('list', '--json')).stdout);
    assert.equal(
      processes.map(({ id, status }: { id: string; status: string }) => [id, status]),
      [[givenId, 'completed']],
    );
    assert.is((await call('inbox')).code, 0);
    assert.is((await call('inbox', '--json')).code, 0);
    assert.is((await call('run', '--wait', '--no-validate', '--', 'true')).code, 0);
    assert.is((await call('archive', givenId)).code, 0);
    assert.not.ok(readdirSync(join(project.runFolder, 'inbox')).includes('default.json.new'));
  },
  { timeoutMs: 60_000 },
);

test.run();
