import type { Check, CheckResult } from '../../src/preflight/check.ts';
import { runChecks } from '../../src/preflight/run-checks.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('running the checks');

const plan = { command: ['true'], cwd: '/', env: {}, stateFolder: '/', projectRoot: '/' };
const result = (name: string, said: Partial<CheckResult> = {}): CheckResult => {
  return { name, ok: true, severity: 'error', message: name, hint: '', ...said };
};
const check = (name: string, said: Partial<CheckResult> = {}): Check => {
  return { name, run: async () => [result(name, said)] };
};
const warning = { ok: false, severity: 'warning' } as const;

test('every finding of every check is listed, in the order of the checks', async () => {
  const two: Check = {
    name: 'two',
    run: async () => [result('a', { ok: false }), result('b', { ok: false })],
  };
  const { valid, checks } = await runChecks([check('one'), two, check('three')], plan);
  assert.not.ok(valid);
  assert.equal(
    checks.map(({ name }) => name),
    ['one', 'a', 'b', 'three'],
  );
});

test('a warning does not stop a launch, unless it is strict: then it is an error', async () => {
  const checks = [check('memory', warning)];
  assert.ok((await runChecks(checks, plan)).valid);
  const strict = await runChecks(checks, plan, 'strict');
  assert.equal([strict.valid, strict.strict, strict.checks[0]?.severity], [false, true, 'error']);
  const advice = await runChecks([{ ...check('past failures', warning), isAdvice: true }], plan, 'strict');
  assert.equal([advice.valid, advice.checks[0]?.severity], [true, 'warning']);
});

test('a check that breaks is a warning with its name, and the others count', async () => {
  const broken: Check = {
    name: 'tools',
    run: async () => {
      throw new Error('no \x1b[31mluck');
    },
  };
  const { valid, checks } = await runChecks([broken, check('cwd', { ok: false })], plan);
  assert.not.ok(valid);
  assert.equal(checks[0], {
    ...result('tools', warning),
    message: 'The check "tools" broke and was left out: Error: no \\x1b[31mluck',
    hint: 'see --debug',
  });
});

test('a check that hangs is told to stop and becomes a warning with its name', async () => {
  let told = false;
  const hanging: Check = {
    name: 'tools',
    run: (_plan, signal) =>
      new Promise(() => {
        signal.addEventListener('abort', () => {
          told = true;
        });
      }),
  };
  const { valid, checks } = await runChecks([hanging, check('cwd')], plan);
  assert.ok(valid);
  assert.ok(told);
  assert.match(checks[0]?.message ?? '', /^The check "tools" gave no answer within 5 s/);
});

test('what was skipped is said to be skipped', async () => {
  const { valid, skipped } = await runChecks([], plan, 'skipped');
  assert.equal([valid, skipped], [true, true]);
});

test.run();
