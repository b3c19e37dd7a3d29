import type { CheckResult } from '../../src/preflight/check.ts';
import { requiredVariablesCheck } from '../../src/preflight/required-variables.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('required variables');

async function check(names: readonly string[], env: Record<string, string>): Promise<readonly CheckResult[]> {
  const plan = { command: [], cwd: '/', env, stateFolder: '/', projectRoot: '/' };
  const required = names.map((name) => ({ kind: 'env', name }) as const);
  return requiredVariablesCheck(required).run(plan, new AbortController().signal);
}

async function only(name: string, env: Record<string, string>): Promise<CheckResult> {
  const [result, ...others] = await check([name], env);
  if (result === undefined || others.length > 0) throw new Error(`${others.length + 1} results`);
  assert.is(result.name, 'required variables');
  return result;
}

test('variables that are set pass, by name alone', async () => {
  assert.equal(await check(['API_KEY', 'LANG'], { API_KEY: 'Canary9x', LANG: 'C' }), [
    { name: 'required variables', ok: true, severity: 'error', message: 'API_KEY, LANG', hint: '' },
  ]);
});

test('the variables of the launch count, not our own', async () => {
  assert.is((await only('PATH', {})).message, 'Missing required environment variable: PATH');
});

test('a variable that is missing, empty or blank is an error that says how to set it', async () => {
  const { severity, ok, message, hint } = await only('API_KEY', {});
  assert.equal({ severity, ok }, { severity: 'error', ok: false });
  assert.is(message, 'Missing required environment variable: API_KEY');
  assert.is(hint, 'export API_KEY=…, or give it with --env API_KEY=…');
  const empty = await only('API_KEY', { API_KEY: '' });
  assert.is(empty.message, 'Required environment variable is empty: API_KEY');
  const blank = await only('API_KEY', { API_KEY: ' \n\t' });
  assert.is(blank.message, 'Required environment variable is blank: API_KEY');
  assert.equal([empty.severity, blank.severity], ['error', 'error']);
});

test('each missing variable is named', async () => {
  const results = await check(['A', 'B', 'C'], { B: 'x' });
  assert.equal(
    results.map(({ message }) => message),
    ['Missing required environment variable: A', 'Missing required environment variable: C'],
  );
});

test('what came along when a secret was copied is a warning', async () => {
  const message = async (name: string, value: string) => {
    const result = await only(name, { [name]: value });
    assert.is(result.severity, 'warning');
    assert.not.match(result.message + result.hint, 'Canary9x');
    return result.message;
  };
  assert.match(await message('API_KEY', 'Canary9x\n'), 'API_KEY ends with a line break');
  assert.match(await message('GITHUB_TOKEN', 'Canary9x\r\n'), 'GITHUB_TOKEN ends with a line break');
  assert.match(await message('client_secret', ' Canary9x'), 'client_secret begins or ends with a blank');
  assert.match(await message('DB_PASSWORD', 'Canary9x\0'), 'DB_PASSWORD holds a NUL byte');
});

test('a value inside of a secret, and blanks around other values, are the own affair of who set them', async () => {
  assert.is((await only('PROMPT', { PROMPT: ' $ \n' })).ok, true);
  assert.is((await only('SIGNING_KEY', { SIGNING_KEY: '-----BEGIN\nCanary9x\n-----END' })).ok, true);
});

test('a name that no variable can have is an error, unless there is one', async () => {
  for (const name of ['1A', 'MY VAR', 'a.b', 'é']) {
    const { severity, message } = await only(name, {});
    assert.equal([severity, message], ['error', `No variable has a name like this: ${name}`]);
  }
  assert.is((await only('a.b', { 'a.b': 'x' })).ok, true);
});

test('names of what every object has are not set', async () => {
  for (const name of ['constructor', '__proto__', 'toString']) {
    assert.match((await only(name, {})).message, 'Missing required environment variable');
  }
});

test('hostile names are shown escaped', async () => {
  const { message, hint } = await only('\x1b[31mA\u202e', {});
  assert.not.match(message + hint, /[\x00-\x1f\u202e]/);
});

test.run();
