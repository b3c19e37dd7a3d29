import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fitsSchema } from '../rig/output-schemas.ts';
import { TestProject } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('naming a process');
const project = new TestProject();
let older = '';
let newer = '';
let failed = '';

test.before(async () => {
  older = await project.launch(['true'], ['--name', 'build', '--wait']);
  failed = (await project.call(['bg', 'run', '--quiet', '--wait', '--', 'false'])).stdout.trim();
  newer = await project.launch(['true'], ['--name', 'build', '--wait']);
  mkdirSync(dirname(project.journalPath('zz1')), { recursive: true });
  for (const id of ['zz1', 'zz12', 'zz2']) writeFileSync(project.journalPath(id), '', { mode: 0o600 });
});
test.after(() => project.end());

test('by its id, by a beginning of it that only it has, by the newest with a name, by @last and @last-failed', async () => {
  const meant = async (reference: string): Promise<string> => (await project.status(reference)).id;
  assert.is(await meant(older), older);
  assert.is(await meant(older.slice(0, 7)), older);
  assert.is(await meant('build'), newer);
  assert.is(await meant('@last'), newer);
  assert.is(await meant('@last-failed'), failed);
  assert.is(await meant('zz1'), 'zz1', 'a whole id is not ambiguous, though another one begins with it');
});

test('one that fits several is refused with exit code 4, and all of them are named', async () => {
  const { code, stdout, stderr } = await project.call(['bg', 'logs', 'zz', '--json']);
  assert.is(code, 4);
  fitsSchema('error', stdout);
  assert.is(JSON.parse(stdout).error.code, 'ambiguous_process');
  assert.is(stderr, '❌ "zz" matches 3 processes: zz1, zz12, zz2\n   → give more characters of the id\n');
});

test('one that fits none is refused with exit code 4, by every command, and shown escaped', async () => {
  const nobody = 'no\x1b[2Jbody\u202e';
  for (const words of [['status'], ['logs'], ['wait'], ['stop', '--yes'], ['replay'], ['verify']]) {
    const { code, stdout, stderr } = await project.call(['bg', ...words, nobody]);
    const said =
      '❌ No process matches "no\\x1b[2Jbody\\u202e" in .tapps-agents/journal\n   → tapps-agents bg list\n';
    assert.equal([code, stdout, stderr], [4, '', said], words[0]);
  }
});

test('neither a path nor an empty word names a process', async () => {
  for (const reference of ['', `../journal/${older}`, `${older}.ndjson`, '@first'])
    assert.is((await project.call(['bg', 'status', reference])).code, 4, reference);
});

test.run();
