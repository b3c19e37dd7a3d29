import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { defaultSettings, originOf, readSettings, type Settings } from '../../src/config/settings.ts';
import { assert, suite } from '../rig/suite.ts';
import { givenConfig, newConfigPath, nobody, ours, readConfig } from './read-config.ts';

const test = suite('settings');

async function readsAs(text: string, changed: Partial<Settings>): Promise<void> {
  const { settings, problems } = await readConfig(text);
  assert.equal([settings, problems], [{ ...defaultSettings, ...changed }, []], text);
}

test('without a file, or with an empty one, everything is as usual', async () => {
  const nothing = { settings: defaultSettings, problems: [], origins: {} };
  assert.equal(await readSettings(newConfigPath(), nobody), nothing);
  for (const text of ['', '# only a remark\n', ours(), 'background_processes: {}\n', '\ufeff']) {
    await readsAs(text, {});
  }
});

test('the defaults are those of the documentation', () => {
  assert.equal(defaultSettings, {
    validationEnabled: true,
    strictValidation: false,
    monitoringEnabled: true,
    heartbeatMs: 30_000,
    watchIdleMs: 60_000,
    autoCleanupDays: 7,
    notifications: {
      desktopEnabled: true,
      terminalEnabled: true,
      progressEnabled: false,
      progressIntervalPercent: 25,
      onlyFailures: false,
      minDurationMs: 0,
      command: null,
      terminalSequences: false,
    },
    maxConcurrent: 3,
    maxRuntimeMs: null,
    outputFolder: null,
    maxOutputBytes: 2 * 1024 ** 3,
    minFreeDiskBytes: 200 * 1024 ** 2,
    archiveBeforeCleanup: false,
    types: {},
    agents: {},
    workflows: {},
    enginePython: 'python3',
  });
});

const { notifications } = defaultSettings;
const noType = {
  ...{ requires: [], failOn: null, doneOn: null },
  ...{ progress: null, stallAfterMs: null, cleanTree: false },
};

const keys: readonly (readonly [line: string, changed: Partial<Settings>])[] = [
  ['validation_enabled: false', { validationEnabled: false }],
  ['strict_validation: true', { strictValidation: true }],
  ['monitoring_enabled: false', { monitoringEnabled: false }],
  ['health_check_interval: 5', { heartbeatMs: 5000 }],
  ['health_check_interval: 90s', { heartbeatMs: 90_000 }],
  ['watch: {idle_exit: 5m}', { watchIdleMs: 300_000 }],
  ['watch:', {}],
  ['auto_cleanup_days: 30', { autoCleanupDays: 30 }],
  ['auto_cleanup_days: 0', { autoCleanupDays: null }],
  ['max_concurrent_processes: 8', { maxConcurrent: 8 }],
  ['max_process_runtime: 3600', { maxRuntimeMs: 3_600_000 }],
  ['max_process_runtime: 90m', { maxRuntimeMs: 5_400_000 }],
  ['max_process_runtime: 1.001', { maxRuntimeMs: 1001 }],
  ['max_process_runtime: 0.0001', { maxRuntimeMs: 1 }],
  ['health_check_interval: 0.3', { heartbeatMs: 300 }],
  ['output_dir: logs', { outputFolder: 'logs' }],
  ['max_output: 500MB', { maxOutputBytes: 500_000_000 }],
  ['min_free_disk_mb: 0', { minFreeDiskBytes: 0 }],
  ['min_free_disk_mb: 1', { minFreeDiskBytes: 1024 ** 2 }],
  ['archive_before_cleanup: true', { archiveBeforeCleanup: true }],
  ['notifications:', {}],
  ['notifications: {desktop_enabled: false}', { notifications: { ...notifications, desktopEnabled: false } }],
  [
    'notifications: {terminal_enabled: false}',
    { notifications: { ...notifications, terminalEnabled: false } },
  ],
  ['notifications: {progress_enabled: true}', { notifications: { ...notifications, progressEnabled: true } }],
  [
    'notifications: {progress_interval: 10}',
    { notifications: { ...notifications, progressIntervalPercent: 10 } },
  ],
  ['notifications: {only_failures: true}', { notifications: { ...notifications, onlyFailures: true } }],
  ['notifications: {min_duration: 10s}', { notifications: { ...notifications, minDurationMs: 10_000 } }],
  ['notifications: {min_duration: 0}', { notifications: { ...notifications, minDurationMs: 0 } }],
  ['notifications: {command: [say, it]}', { notifications: { ...notifications, command: ['say', 'it'] } }],
  [
    'notifications: {terminal_sequences: true}',
    { notifications: { ...notifications, terminalSequences: true } },
  ],
  ['types: {build: }', { types: { build: noType } }],
  [
    `types: {build: {requires: [make], fail_on: 'E:', done_on: '^ok$', progress: '(?<percent>\\d+)%'}}`,
    {
      types: {
        build: {
          ...noType,
          requires: ['make'],
          failOn: 'E:',
          doneOn: '^ok$',
          progress: '(?<percent>\\d+)%',
        },
      },
    },
  ],
  [
    'types: {a: {stall_after: 10m, clean_tree: true}}',
    { types: { a: { ...noType, stallAfterMs: 600_000, cleanTree: true } } },
  ],
];
for (const [line, changed] of keys) {
  test(`${line} is read in its own unit`, () => readsAs(ours(line), changed));
}

test('what we share with the engine is read, and what is only its own is left alone', async () => {
  await readsAs('agents: {coder: {command: [claude, -p], model: x}, reviewer: {model: y}, ops: }\n', {
    agents: { coder: { command: ['claude', '-p'] } },
  });
  await readsAs('workflows: {nightly: flows/nightly.yaml, big: {file: big.yaml}}\n', {
    workflows: { nightly: 'flows/nightly.yaml', big: 'big.yaml' },
  });
  await readsAs('engine: {python: .venv/bin/python, mode: fast}\n', { enginePython: '.venv/bin/python' });
  await readsAs('agents:\nworkflows:\nengine:\nscoring:\nproject: 7\nworkflow: {a: [b]}\nagent: x\n', {});
  await readsAs('scoring: {weights: {a: 0.335, b: 0.335, c: 0.335}, quality_threshold: 70, on: true}\n', {});
});

test('names that every object has are names like others', async () => {
  const { settings, problems } = await readConfig('workflows: {constructor: a.yaml, __proto__: b.yaml}\n');
  assert.equal(problems, []);
  assert.equal(Object.entries(settings.workflows), [
    ['constructor', 'a.yaml'],
    ['__proto__', 'b.yaml'],
  ]);
});

test('environment goes before project file, project file before user file, user file before default', async () => {
  const projectFile = givenConfig(ours('max_output: 2GB', 'max_concurrent_processes: 4', 'types: {a: }'));
  const home = dirname(newConfigPath());
  const userFile = join(home, 'tapps-agents', 'config.yaml');
  mkdirSync(dirname(userFile));
  writeFileSync(
    userFile,
    ours('max_output: 1GB', 'output_dir: elsewhere', 'types: {a: {clean_tree: true}, b: }'),
  );
  const env = { XDG_CONFIG_HOME: home, TAPPS_BG_MAX_CONCURRENT_PROCESSES: '5' };
  const reading = await readSettings(projectFile, env);
  const { settings, problems } = reading;
  assert.equal(problems, []);
  assert.equal(
    [settings.maxOutputBytes, settings.outputFolder, settings.maxConcurrent, settings.heartbeatMs],
    [2_000_000_000, 'elsewhere', 5, 30_000],
  );
  assert.equal([settings.types['a'], settings.types['b']], [noType, noType], 'a type is replaced as a whole');
  const origin = (key: string) => originOf(reading, `background_processes.${key}`);
  assert.equal(
    ['max_output', 'output_dir', 'max_concurrent_processes', 'health_check_interval', 'types.a'].map(origin),
    [
      `project file ${projectFile}:2`,
      `user file ${userFile}:3`,
      'environment TAPPS_BG_MAX_CONCURRENT_PROCESSES',
      'default',
      `project file ${projectFile}:4`,
    ],
  );
});

test('a file with an error contributes nothing, the other sources stay', async () => {
  const broken = givenConfig(ours('max_concurrent_processes: 9', 'max_output: plenty'));
  const { settings, problems } = await readSettings(broken, { TAPPS_BG_OUTPUT_DIR: 'logs' });
  assert.equal(settings, { ...defaultSettings, outputFolder: 'logs' });
  assert.is(problems.length, 1);
});

test('an interval longer than the limit is told, also if they stand in two places', async () => {
  const both = await readConfig(ours('max_process_runtime: 30', 'health_check_interval: 40'));
  assert.equal(both.settings, defaultSettings);
  assert.equal(
    both.problems.map(({ line, column, message }) => [line, column, message]),
    [[3, 3, 'health_check_interval is longer than max_process_runtime']],
  );
  const file = givenConfig(ours('health_check_interval: 40', 'output_dir: x'));
  const apart = await readSettings(file, { TAPPS_BG_MAX_PROCESS_RUNTIME: '30' });
  assert.equal(apart.settings, { ...defaultSettings, outputFolder: 'x' }, 'the two have their defaults');
  assert.equal(
    [apart.problems[0]?.line, apart.problems[0]?.hint],
    [2, 'shorten it, or raise the limit (environment TAPPS_BG_MAX_PROCESS_RUNTIME)'],
  );
  assert.is(originOf(apart, 'background_processes.health_check_interval'), 'default');
  const limited = givenConfig(ours('max_process_runtime: 30'));
  const { problems } = await readSettings(limited, { TAPPS_BG_HEALTH_CHECK_INTERVAL: '40' });
  assert.equal(
    problems.map(({ line, message }) => [line, message]),
    [[null, 'TAPPS_BG_HEALTH_CHECK_INTERVAL: health_check_interval is longer than max_process_runtime']],
  );
  await readsAs(ours('max_process_runtime: 10'), { maxRuntimeMs: 10_000 });
});

test.run();
