import { isResumable } from '../../projections/resumable.ts';
import { assert, suite } from '../rig/suite.ts';

type Command = [string, ...string[]];

const test = suite('what can be gone on with');

test('a workflow whose steps our own runner does, and nothing else', () => {
  const runner: Command = ['/usr/bin/node', '/opt/tapps/dist/step-runner.js', 'nightly.yaml'];
  assert.ok(isResumable({ kind: 'workflow', command: runner }));
  assert.not.ok(isResumable({ kind: 'command', command: runner }));
  const engine: Command = ['python3', '-m', 'tapps_agents.cli', 'workflow', 'full-sdlc'];
  assert.not.ok(isResumable({ kind: 'workflow', command: engine }));
  assert.not.ok(isResumable(null));
});

test.run();
