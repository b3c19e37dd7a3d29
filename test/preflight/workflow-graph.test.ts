import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LaunchPlan } from '../../src/preflight/check.ts';
import { workflowGraphCheck } from '../../src/preflight/workflow-graph.ts';
import { readWorkflow } from '../../src/workflow/read-workflow.ts';
import { assert, suite } from '../rig/suite.ts';
import { temporaryFolder } from '../rig/temporary-folder.ts';
import { withSteps } from '../workflow/workflow-text.ts';

const test = suite('workflow check');
const world = temporaryFolder('workflow-check-');
test.after(() => rmSync(world, { recursive: true, force: true }));

const plan: LaunchPlan = {
  command: ['x'],
  cwd: world,
  env: {},
  stateFolder: join(world, '.tapps-agents'),
  projectRoot: world,
};

function check(text: string) {
  const reading = readWorkflow(text, join(world, 'flow.yaml'));
  const facts = { prompt: 'x', executorOf: () => 'run' };
  return workflowGraphCheck(reading, facts).run(plan, new AbortController().signal);
}

test('a sound workflow says how many steps it has', async () => {
  assert.equal(await check(withSteps('id: a, run: [x]')), [
    { name: 'workflow', ok: true, severity: 'error', message: '1 step', hint: '' },
  ]);
});

test('each problem of the file is a result with its place and a hint', async () => {
  const results = await check(withSteps('id: a, agent: plannner', 'id: b, run: [x], timeout: soon'));
  assert.equal(
    results.map(({ ok, severity, message, hint }) => [ok, severity, message, hint]),
    [
      [false, 'error', 'Step a: unknown agent plannner (flow.yaml:4:22)', 'write planner'],
      [
        false,
        'error',
        'Step b: timeout "soon" is no duration (flow.yaml:5:34)',
        'write for example: timeout: 90m',
      ],
    ],
  );
});

test('an artifact counts if it lies below the folder of the run, a folder only as a folder', async () => {
  const text = withSteps('id: a, run: [x], requires: [in.md, in/]');
  writeFileSync(join(world, 'in.md'), '');
  writeFileSync(join(world, 'in'), '');
  const [first, ...others] = await check(text);
  assert.is(
    first?.message,
    'Workflow would block: step a (run) needs in/, which nobody makes (flow.yaml:4:7)',
  );
  assert.is(others.length, 0);
  rmSync(join(world, 'in'));
  mkdirSync(join(world, 'in'));
  assert.ok((await check(text)).every(({ ok }) => ok));
});

test.run();
