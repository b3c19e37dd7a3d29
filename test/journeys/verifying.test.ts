import { readFileSync, writeFileSync } from 'node:fs';
import type { VerifyJson } from '../../schemas/generated/types.ts';
import { TestProject } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('verifying a whole history');
const project = new TestProject();
test.after(() => project.end());

test('a hundred journals cut in mid-line are named, each with its line, within one wait for their writers', async () => {
  const whole = await project.launch(['true'], ['--wait']);
  const text = readFileSync(project.journalPath(whole), 'utf8');
  for (let index = 0; index < 100; index += 1) {
    const id = `cut${String(index).padStart(5, '0')}`;
    writeFileSync(project.journalPath(id), text.replaceAll(whole, id).slice(0, -20), { mode: 0o600 });
  }
  const { code, stdout } = await project.call(['bg', 'verify']);
  assert.is(code, 1);
  assert.is(stdout.match(/^❌ \.tapps-agents\/journal\/cut000\d\d\.ndjson:5: cut tail: /gm)?.length, 100);
  assert.match(stdout, /❌ 101 journals, 405 events: 100 damaged/);
  const twice = await project.callJson<VerifyJson>(['bg', 'verify', whole, whole.slice(0, -1), whole]);
  assert.equal(
    twice.journals.map(({ id }) => id),
    [whole],
    'asked for twice it is checked once',
  );
});

test.run();
