import { FailureError } from '../../schemas/failure.ts';
import { readCondition } from '../../src/cli/wait-condition.ts';
import { projectAt } from '../../src/journal/project-paths.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('wait --for');
const nowhere = { project: projectAt('/nowhere') };

test('what is nothing to wait for is refused as wrong usage', async () => {
  for (const text of [
    '',
    'sunset',
    'Running',
    'progress',
    'progress:',
    'progress:half',
    'progress:-1',
    'log:',
    'log:(',
    'log',
  ]) {
    const error = await readCondition(text, nowhere).then(
      () => null,
      (error: unknown) => error,
    );
    assert.ok(error instanceof FailureError && error.failure.code === 'usage', text);
  }
});

test('running, a percentage with and without its sign, and a pattern are accepted', async () => {
  for (const text of [
    'running',
    'progress:0',
    'progress:50',
    'progress:99.5%',
    'log:ready',
    'log:\n',
    'log:^\\d+$',
  ])
    assert.type(await readCondition(text, nowhere), 'function');
});

test.run();
