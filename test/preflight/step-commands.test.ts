import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stepCommandsCheck } from '../../src/preflight/step-commands.ts';
import { readWorkflow } from '../../src/workflow/read-workflow.ts';
import { assert, suite } from '../rig/suite.ts';
import { temporaryFolder } from '../rig/temporary-folder.ts';

const test = suite('commands of steps');
const cwd = temporaryFolder('tapps-steps-');
writeFileSync(join(cwd, 'plain.sh'), '#!/bin/sh\n', { mode: 0o600 });

async function said(steps: string): Promise<string[]> {
  const { workflow, problems } = readWorkflow(`workflow:\n  id: w\n  steps:\n${steps}`, 'w.yaml');
  if (workflow === null) throw new Error(problems.map(({ message }) => message).join('\n'));
  const plan = { command: ['x'], cwd, env: { PATH: '/usr/bin:/bin' }, stateFolder: cwd, projectRoot: cwd };
  const check = stepCommandsCheck(workflow, ({ run }) => run);
  const results = await check.run(plan, new AbortController().signal);
  return results.filter(({ ok }) => !ok).map(({ severity, message }) => `${severity}: ${message}`);
}

test('a command that is not there is named with its step, before the first one begins', async () => {
  assert.equal(await said('    - {id: a, run: [sh], next: b}\n    - {id: b, run: [nosuchprogram, x]}\n'), [
    'error: Step b (run): Command not found: nosuchprogram',
  ]);
});

test('a script that may not be executed is an error too', async () => {
  assert.equal(await said('    - {id: a, run: [./plain.sh]}\n'), [
    `error: Step a (run): Command is not executable: ${join(cwd, 'plain.sh')}`,
  ]);
});

test('a program that a step of the workflow makes need not be there yet', async () => {
  const built =
    '    - {id: a, run: [sh], creates: [bin/], next: b}\n    - {id: b, run: [./bin/tool], requires: [bin/]}\n';
  assert.equal(await said(built), []);
});

test('of an optional step it is only a warning', async () => {
  assert.equal(await said('    - {id: a, run: [nosuchprogram], condition: optional}\n'), [
    'warning: Step a (run): Command not found: nosuchprogram',
  ]);
});

test.run();
