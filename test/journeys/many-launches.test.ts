// timeout: 240s
import type { ListJson } from '../../schemas/generated/types.ts';
import { packProgram } from '../rig/packed-program.ts';
import { TestProject } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('many launches');
const project = new TestProject(packProgram().main);
const oneAfterAnother = 24;
const atOnce = 12;
const ids: string[] = [];

test.after(() => project.end());

test.fault(
  11,
  `${oneAfterAnother} launches of the shortest command are each accepted (fault 11)`,
  async () => {
    const lane = async (count: number): Promise<void> => {
      for (let done = 0; done < count; done += 1) ids.push(await project.launch(['true']));
    };
    await Promise.all([lane(oneAfterAnother / 2), lane(oneAfterAnother / 2)]);
    assert.is(new Set(ids).size, oneAfterAnother);
  },
  { timeoutMs: 120_000 },
);

test(
  `${atOnce} launches at the same moment too`,
  async () => {
    // What runs at once in this test may be more than a user's default allows.
    const env = { TAPPS_BG_MAX_CONCURRENT_PROCESSES: '100' };
    const launches = Array.from({ length: atOnce }, () => project.launch(['true'], [], { env }));
    ids.push(...(await Promise.all(launches)));
    assert.is(new Set(ids).size, oneAfterAnother + atOnce);
  },
  { timeoutMs: 120_000 },
);

test(
  'all of them are waited for by one wait',
  async () => {
    assert.is((await project.call(['bg', 'wait', ...ids])).code, 0);
  },
  { timeoutMs: 120_000 },
);

test.fault(11, 'each has one start and one exit, in this order, and nothing behind it', () => {
  for (const id of ids) {
    const types = project.events(id).map(({ type }) => type);
    const expected = [
      'launch.requested',
      'launch.validated',
      'process.launched',
      'process.started',
      'process.exited',
    ];
    assert.equal(types, expected, id);
  }
});

test.fault(
  11,
  'the list has them all, completed, and nothing is off',
  async () => {
    const { processes } = await project.callJson<ListJson>(['bg', 'list']);
    const completed = processes.filter(({ status, exitCode }) => status === 'completed' && exitCode === 0);
    assert.equal(completed.map(({ id }) => id).sort(), [...ids].sort());
    const { code, stdout } = await project.call(['bg', 'verify']);
    assert.equal([code, stdout.trimEnd().split('\n').length], [0, 1], stdout);
  },
  { timeoutMs: 120_000 },
);

test.run();
