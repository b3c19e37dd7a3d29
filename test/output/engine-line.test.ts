import { blockedIn } from '../../src/output/engine-line.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('lines of the Python engine');

const blocked: readonly (readonly [string, string])[] = [
  [
    '[ERROR] Workflow blocked: no ready steps. Missing: requirements.md, stories/',
    'Workflow blocked: no ready steps. Missing: requirements.md, stories/',
  ],
  [
    "\x1b[31mWorkflow blocked: no ready steps and workflow not complete. Completed: 1/9. Blocking issues: ['x']\x1b[0m",
    "Workflow blocked: no ready steps and workflow not complete. Completed: 1/9. Blocking issues: ['x']",
  ],
  ['❌ Workflow blocked: no ready steps', 'Workflow blocked: no ready steps'],
];

const talk = [
  'the message "Workflow blocked: no ready steps" means that an artifact is missing',
  'grep "Workflow blocked: no ready steps" log.txt',
  'Workflow blocked by review',
  '✅ Workflow completed successfully!',
];

for (const [line, said] of blocked) {
  test(`the engine is blocked: ${JSON.stringify(line).slice(0, 60)}`, () => assert.is(blockedIn(line), said));
}

for (const line of talk) {
  test(`the engine is not blocked: ${line}`, () => assert.is(blockedIn(line), null));
}

test.run();
