import { defaultSettings, readSettings, type Settings } from '../../src/config/settings.ts';
import { assert, suite } from '../rig/suite.ts';
import { newConfigPath } from './read-config.ts';

const test = suite('settings of the environment');
const { notifications } = defaultSettings;

const well: readonly (readonly [name: string, value: string, changed: Partial<Settings>])[] = [
  ['MAX_CONCURRENT_PROCESSES', '5', { maxConcurrent: 5 }],
  ['HEALTH_CHECK_INTERVAL', '2', { heartbeatMs: 2000 }],
  ['HEALTH_CHECK_INTERVAL', '1m', { heartbeatMs: 60_000 }],
  ['HEALTH_CHECK_INTERVAL', ' .5 ', { heartbeatMs: 500 }],
  ['STRICT_VALIDATION', '1', { strictValidation: true }],
  ['STRICT_VALIDATION', 'TRUE', { strictValidation: true }],
  ['STRICT_VALIDATION', 'yes', { strictValidation: true }],
  ['VALIDATION_ENABLED', '0', { validationEnabled: false }],
  ['VALIDATION_ENABLED', 'off', { validationEnabled: false }],
  ['MAX_OUTPUT', '1GB', { maxOutputBytes: 1_000_000_000 }],
  ['OUTPUT_DIR', '7', { outputFolder: '7' }],
  ['NOTIFICATIONS_DESKTOP_ENABLED', 'no', { notifications: { ...notifications, desktopEnabled: false } }],
  ['STRICT_VALIDATION', '', {}],
  ['DEBUG', 'anything', {}],
];
for (const [name, value, changed] of well) {
  test(`TAPPS_BG_${name}=${value} is read as its key wants it`, async () => {
    const reading = await readSettings(newConfigPath(), { [`TAPPS_BG_${name}`]: value });
    assert.equal([reading.settings, reading.problems], [{ ...defaultSettings, ...changed }, []]);
  });
}

const broken: readonly (readonly [name: string, value: string, severity: string, message: RegExp])[] = [
  [
    'STRICT_VALIDATION',
    'perhaps',
    'error',
    /^TAPPS_BG_STRICT_VALIDATION: strict_validation must be true or false$/,
  ],
  ['HEALTH_CHECK_INTERVAL', 'perhaps', 'error', /must be a number of seconds or a duration like 90m$/],
  ['HEALTH_CHECK_INTERVAL', '-31', 'error', /must be at least 0\.1$/],
  ['MAX_CONCURRENT_PROCESSES', '31.5', 'error', /must be a whole number$/],
  ['MAX_CONCURRENT_PROCESSES', '1e999', 'error', /max_concurrent_processes must be a whole number$/],
  ['MAX_OUTPUT', 'perhaps', 'error', /must be a size like 2GiB$/],
  ['OUTPUT_DIR', ' ', 'error', /must not be blank$/],
  ['PROCESS_DB', 'perhaps', 'warning', /process_db is not used/],
  ['STRICKT_VALIDATION', 'perhaps', 'warning', /^unknown variable TAPPS_BG_STRICKT_VALIDATION$/],
  ['NOTIFICATIONS_COMMAND', 'perhaps', 'warning', /^unknown variable/],
  ['\u001b[31m', 'perhaps', 'warning', /^unknown variable TAPPS_BG_\\x1b\[31m$/],
];
for (const [name, value, severity, message] of broken) {
  test(`${message.source} names the variable and never shows its value`, async () => {
    const { settings, problems } = await readSettings(newConfigPath(), { [`TAPPS_BG_${name}`]: value });
    assert.equal(settings, defaultSettings);
    assert.equal([problems.length, problems[0]?.severity, problems[0]?.file], [1, severity, null]);
    assert.match(problems[0]?.message ?? '', message);
    if (value.trim() !== '') assert.not.ok(JSON.stringify(problems).includes(value));
  });
}

test('a hint says what to type', async () => {
  const hintFor = async (name: string) =>
    (await readSettings(newConfigPath(), { [`TAPPS_BG_${name}`]: '?' })).problems[0]?.hint;
  assert.is(await hintFor('MAX_OUTPUT'), 'for example: TAPPS_BG_MAX_OUTPUT=2GiB');
  assert.is(await hintFor('STRICT_VALIDATION'), 'set it to true or false');
  assert.is(await hintFor('STRICKT_VALIDATION'), 'did you mean TAPPS_BG_STRICT_VALIDATION?');
  assert.is(await hintFor('PROCESS_DB'), 'unset TAPPS_BG_PROCESS_DB');
});

test('a variable that is wrong leaves the others alone', async () => {
  const { settings } = await readSettings(newConfigPath(), {
    TAPPS_BG_MAX_OUTPUT: 'plenty',
    TAPPS_BG_MAX_CONCURRENT_PROCESSES: '5',
  });
  assert.equal(settings, { ...defaultSettings, maxConcurrent: 5 });
});

test.run();
