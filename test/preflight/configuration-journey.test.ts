import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LaunchJson } from '../../schemas/generated/types.ts';
import { TestProject } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('a broken configuration');
const project = new TestProject();
const configFile = join(project.folder, '.tapps-agents', 'config.yaml');
const home = { XDG_CONFIG_HOME: join(project.folder, 'home') };
const message = 'Invalid configuration: .tapps-agents/config.yaml:2:3: unknown key health_check_intervall';

test.before(() => {
  mkdirSync(join(project.folder, '.tapps-agents'), { mode: 0o700 });
  writeFileSync(configFile, 'background_processes:\n  health_check_intervall: 30\n  max_output: plenty\n');
});
test.after(() => project.end());

test('refuses a launch, naming file and line of each problem and what to type', async () => {
  const { code, stdout, stderr } = await project.call(['bg', 'run', '--', 'true'], { env: home });
  assert.equal([code, stdout], [3, '']);
  const [title, ...lines] = stderr.split('\n');
  assert.is(title, '❌ Validation failed:');
  assert.equal(lines.slice(0, 4), [
    `  - ${message}`,
    '    → did you mean health_check_interval?',
    '  - Invalid configuration: .tapps-agents/config.yaml:3:15: max_output must be a size like 2GiB',
    '    → write for example: max_output: 2GiB',
  ]);
});

test('the refusal is a document for programs as well', async () => {
  const { stdout } = await project.call(['bg', 'run', '--json', '--', 'true'], { env: home });
  const { success, errors }: LaunchJson = JSON.parse(stdout);
  assert.equal([success, errors?.[0]], [false, message]);
});

test('readers go on with the defaults, and say one line', async () => {
  const warning =
    '⚠️  .tapps-agents/config.yaml:2:3: unknown key health_check_intervall (and 1 more); defaults are used\n';
  for (const words of [['status'], ['list'], ['list', '--json']]) {
    const { code, stderr } = await project.call(['bg', ...words], { env: home });
    assert.equal([code, stderr], [0, warning], words.join(' '));
  }
});

test('a variable of the environment is refused by its name, without its value', async () => {
  writeFileSync(configFile, 'background_processes:\n  max_output: 1GiB\n');
  const env = { ...home, TAPPS_BG_HEALTH_CHECK_INTERVAL: 'sometimes' };
  const { code, stderr } = await project.call(['bg', 'run', '--', 'true'], { env });
  assert.is(code, 3);
  assert.match(stderr, 'environment: TAPPS_BG_HEALTH_CHECK_INTERVAL: health_check_interval must be');
  assert.not.match(stderr, 'sometimes');
});

test("the user's own settings hold where the project says nothing", async () => {
  mkdirSync(join(project.folder, 'home', 'tapps-agents'), { recursive: true });
  const userFile = join(project.folder, 'home', 'tapps-agents', 'config.yaml');
  writeFileSync(userFile, 'background_processes:\n  output_dir: elsewhere\n  max_output: 5GiB\n');
  const id = await project.launch(['true'], [], { env: home });
  const { output } = await project.callJson<{ output: string }>(['bg', 'status', id]);
  assert.is(output, join(project.folder, 'elsewhere', `${id}.output`));
});

test.run();
