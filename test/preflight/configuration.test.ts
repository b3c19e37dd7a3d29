import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSettings } from '../../src/config/settings.ts';
import type { CheckResult } from '../../src/preflight/check.ts';
import { configurationCheck } from '../../src/preflight/configuration.ts';
import { assert, suite } from '../rig/suite.ts';
import { temporaryFolder } from '../rig/temporary-folder.ts';

const test = suite('configuration check');
const projectRoot = temporaryFolder('configuration-');
const stateFolder = join(projectRoot, '.tapps-agents');
const configFile = join(stateFolder, 'config.yaml');
test.before(() => void mkdirSync(stateFolder));
test.afterEach(() => {
  for (const name of ['config.yaml', 'experts.yaml']) rmSync(join(stateFolder, name), { force: true });
});
test.after(() => rmSync(projectRoot, { recursive: true, force: true }));

async function check(env: Readonly<Record<string, string>> = {}): Promise<readonly CheckResult[]> {
  const plan = { command: ['true'], cwd: projectRoot, env: {}, stateFolder, projectRoot };
  const { problems } = await readSettings(configFile, env);
  return configurationCheck(configFile, problems).run(plan, new AbortController().signal);
}

const isWell: CheckResult = {
  ...{ name: 'configuration', ok: true, severity: 'error', message: 'readable', hint: '' },
};

function found(severity: CheckResult['severity'], message: string, hint: string): CheckResult {
  return { name: 'configuration', ok: false, severity, message, hint };
}

test('without any settings all is well', async () => assert.equal(await check(), [isWell]));

test('each problem is a result of its own, with its place and what to type', async () => {
  writeFileSync(configFile, 'background_processes:\n  health_check_intervall: 30\n  notifications: [x]\n');
  assert.equal(await check(), [
    found(
      'error',
      'Invalid configuration: .tapps-agents/config.yaml:2:3: unknown key health_check_intervall',
      'did you mean health_check_interval?',
    ),
    found(
      'error',
      'Invalid configuration: .tapps-agents/config.yaml:3:18: notifications must be a mapping, not a list',
      'mend .tapps-agents/config.yaml:3:18',
    ),
  ]);
});

test('what is only a warning stops nothing', async () => {
  writeFileSync(configFile, 'background_processes:\n  process_db: x.db\n');
  const message =
    'Configuration: .tapps-agents/config.yaml:2:3: process_db is not used: there is no database, each process has its journal';
  assert.equal(await check(), [isWell, found('warning', message, 'remove the line')]);
});

test('a variable is named, its value is not', async () => {
  const results = await check({ TAPPS_BG_MAX_OUTPUT: 'plenty' });
  const message =
    'Invalid configuration: environment: TAPPS_BG_MAX_OUTPUT: max_output must be a size like 2GiB';
  assert.equal(results, [found('error', message, 'for example: TAPPS_BG_MAX_OUTPUT=2GiB')]);
});

test("a user's own file is named by its whole path", async () => {
  const home = temporaryFolder('configuration-home-');
  mkdirSync(join(home, 'tapps-agents'));
  const file = join(home, 'tapps-agents', 'config.yaml');
  writeFileSync(file, 'engine: 7\n');
  const [result] = await check({ XDG_CONFIG_HOME: home });
  assert.is(result?.message, `Invalid configuration: ${file}:1:9: engine must be a mapping, not 7`);
  rmSync(home, { recursive: true });
});

test('experts that the engine would refuse are told as well', async () => {
  writeFileSync(configFile, 'background_processes: []\n');
  writeFileSync(join(stateFolder, 'experts.yaml'), 'experts:\n  - expert_id: a\n    expert_name: A\n');
  assert.equal(
    (await check()).map(({ message }) => message),
    [
      'Invalid configuration: .tapps-agents/config.yaml:1:23: background_processes must be a mapping, not a list',
      'Invalid configuration: .tapps-agents/experts.yaml:2:5: experts.0 has no primary_domain',
    ],
  );
});

test.run();
