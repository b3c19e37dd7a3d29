import { chmodSync, chownSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { engineStandIn } from '../rig/engine-stand-in.ts';
import { TestProject } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('workflows of the Python engine, with a stand-in');
const project = new TestProject();
test.after(() => project.end());

const words = ['simple-mode', 'full', '--prompt', 'Add login', '--auto'];

test.skipUnless(
  'python3',
  'a launch that lacks a module and may not write is refused with both, at once',
  async () => {
    const cwd = join(project.folder, 'locked');
    const stateFolder = join(cwd, '.tapps-agents');
    mkdirSync(stateFolder, { recursive: true });
    if (process.getuid?.() === 0) chownSync(stateFolder, 65_534, 65_534);
    else chmodSync(stateFolder, 0o500);
    const { code, stdout, stderr } = await project.call(words, { cwd, env: engineStandIn(['tiktoken']) });
    assert.is(code, 3);
    assert.is(stdout, '');
    const said = stderr.split('\n').filter((line) => !line.startsWith('    → ') && !line.startsWith('⚠️'));
    assert.equal(said, [
      '❌ Validation failed:',
      '  - Missing required dependencies: tiktoken',
      '  - Insufficient write permissions for .tapps-agents/',
      '',
      'Fix these issues and try again.',
      '',
    ]);
  },
);

test.skipUnless('python3', 'with all its modules the engine gets the whole workflow', async () => {
  const env = engineStandIn();
  const { stdout } = await project.call(words, { env });
  const [, id = ''] =
    /^✅ Workflow launched successfully \(ID: (\w+)\)\nMonitor: tapps-agents bg status \1\n$/.exec(stdout) ??
    [];
  assert.is((await project.call(['bg', 'wait', id])).code, 0);
  const { kind, type, prompt, command } = await project.status(id);
  assert.equal([kind, type, prompt], ['workflow', 'full-sdlc', 'Add login']);
  assert.equal(command, ['python3', '-m', 'tapps_agents.cli', ...words]);
  assert.match(
    readFileSync(project.outputPath(id), 'utf8'),
    /^engine called with \['simple-mode', 'full', '--prompt', 'Add login', '--auto'\]$/m,
  );
});

test.skipUnless('python3', 'an engine that is blocked failed, though it exits with 0', async () => {
  const env = { ...engineStandIn(), ENGINE_DOES: 'blocked' };
  const id = (await project.call([...words, '--quiet'], { env })).stdout.trim();
  assert.is((await project.call(['bg', 'wait', id])).code, 1);
  const { status, reason, message, exitCode } = await project.status(id);
  assert.equal([status, reason, exitCode], ['failed', 'blocked', 0]);
  assert.is(message, 'Workflow blocked: no ready steps. Missing: requirements.md, stories/');
});

test.skipUnless('python3', 'without the engine a preset is refused, with the ways to mend it', async () => {
  const { code, stderr } = await project.call(words, { env: engineStandIn(['tapps_agents']) });
  assert.is(code, 3);
  assert.match(stderr, /Nobody can execute step requirements \(analyst\/gather_requirements\) and 8 more/);
  for (const way of ['agents.analyst.command', 'run:', 'install the Python engine'])
    assert.ok(stderr.includes(way), way);
});

test.skipUnless('python3', 'an agent is run by the engine, with the words behind its action', async () => {
  const { stdout } = await project.call(['agent', 'reviewer', 'review', 'src/a b.ts'], {
    env: engineStandIn(),
  });
  const [, id = ''] = /^✅ Agent launched successfully \(ID: (\w+)\)$/m.exec(stdout) ?? [];
  await project.call(['bg', 'wait', id]);
  const { kind, type, command } = await project.status(id);
  assert.equal([kind, type], ['agent', 'reviewer']);
  assert.equal(command, ['python3', '-m', 'tapps_agents.cli', 'reviewer', 'review', 'src/a b.ts']);
});

test('an agent whose name is misspelt is refused with the one that was meant', async () => {
  const { code, stderr } = await project.call(['agent', 'reviwer', 'review']);
  assert.is(code, 3);
  assert.match(stderr, /Unknown agent: reviwer\n {4}→ did you mean reviewer\?/);
});

test.run();
