// timeout: 180s
import type { ListJson } from '../../schemas/generated/types.ts';
import { givenManyJournals } from '../rig/many-journals.ts';
import { TestProject } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('a thousand journals');
const program = new TestProject();
test.after(() => program.end());

test.fault(
  62,
  'a list over a thousand journals, ten of them damaged, is complete, with a cache and without',
  async () => {
    const { root } = givenManyJournals(1000, 30, 10);
    const list = async (): Promise<ListJson> => {
      const { code, stdout } = await program.call(['bg', 'list', '--limit', '2000', '--json'], { cwd: root });
      assert.is(code, 0);
      return JSON.parse(stdout);
    };
    const cold = await list();
    assert.is(new Set(cold.processes.map(({ id }) => id)).size, 1000);
    assert.ok(cold.processes.every(({ status }) => status === 'completed'));
    assert.is(cold.processes.filter(({ corruptLines }) => corruptLines === 1).length, 10);
    assert.equal((await list()).processes, cold.processes);
  },
  { timeoutMs: 120_000 },
);

test.run();
