import { rmSync } from 'node:fs';
import type { Status } from '../../projections/judge.ts';
import { afterCheck } from '../../src/preflight/after.ts';
import { assert, suite } from '../rig/suite.ts';
import { emptyPlace, findingsOf, resultsOf } from './place-checks.ts';

const test = suite('after');
const plan = emptyPlace();
test.after(() => rmSync(plan.projectRoot, { recursive: true, force: true }));

const after = (status: Status, message: string | null = null) =>
  afterCheck('@last', async () => ({ id: 'k3f9a2c7', verdict: { status, message } }));

test('one that has completed, runs or waits itself can be waited for', async () => {
  for (const status of ['completed', 'running', 'queued'] as const) {
    const [result, ...others] = await resultsOf(after(status), plan);
    assert.equal(others, []);
    assert.is(result?.ok, true);
    assert.is(result?.message, `k3f9a2c7 is ${status}`);
  }
});

test('one that is over otherwise will never complete, and why is said', async () => {
  for (const status of ['failed', 'stopped', 'rejected'] as const)
    assert.equal(await findingsOf(after(status, 'exited with \u001b[31m'), plan), [
      {
        severity: 'error',
        message: `k3f9a2c7 will never complete: it is ${status} (exited with \\x1b[31m)`,
        hint: 'see tapps-agents bg status k3f9a2c7, and wait for one that can complete',
      },
    ]);
});

test('one that is not there is an error that shows the name harmless', async () => {
  const check = afterCheck('no\u001b[31m', async () => null);
  assert.equal(await findingsOf(check, plan), [
    {
      severity: 'error',
      message: 'No process to wait for: no\\x1b[31m',
      hint: 'see which there are: tapps-agents bg list',
    },
  ]);
});

test.run();
