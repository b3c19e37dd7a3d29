import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { CheckResult } from '../../src/preflight/check.ts';
import { parseRequirement } from '../../src/preflight/requirement.ts';
import { requirementChecks } from '../../src/preflight/requirement-checks.ts';
import { eventually, isAlive } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';
import { temporaryFolder } from '../rig/temporary-folder.ts';

const test = suite('required tools');
const world = temporaryFolder('required-tools-');
const bin = join(world, 'bin');
const PATH = `${bin}${delimiter}/usr/bin${delimiter}/bin`;

test.before(() => void mkdirSync(bin));
test.after(() => rmSync(world, { recursive: true, force: true }));

/** A tool that is a shell script; `$1` is the question. */
function givenTool(name: string, script: string, mode = 0o755): string {
  const path = join(bin, name);
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, mode);
  return path;
}

async function check(
  texts: readonly string[],
  env: Record<string, string> = {},
): Promise<readonly CheckResult[]> {
  const requirements = texts.map((text) => {
    const read = parseRequirement(text);
    if ('problem' in read) throw new Error(read.problem);
    return read;
  });
  const [first, ...others] = requirementChecks(requirements, { python: 'python3' });
  if (first === undefined || others.length > 0) throw new Error('not one check');
  const plan = { command: [], cwd: world, env: { PATH, ...env }, stateFolder: world, projectRoot: world };
  return first.run(plan, new AbortController().signal);
}

async function only(texts: readonly string[], env: Record<string, string> = {}): Promise<CheckResult> {
  const [result, ...others] = await check(texts, env);
  if (result === undefined || others.length > 0) throw new Error(`${others.length + 1} results`);
  assert.is(result.name, 'required tools');
  return result;
}

async function passes(...texts: string[]): Promise<void> {
  const { ok, severity, message, hint } = await only(texts);
  const names = texts.map((text) => text.replace(/\W.*/, '')).join(', ');
  assert.equal({ ok, severity, message, hint }, { ok: true, severity: 'error', message: names, hint: '' });
}

async function refusal(text: string): Promise<CheckResult> {
  const result = await only([text]);
  assert.equal({ ok: result.ok, severity: result.severity }, { ok: false, severity: 'error' });
  assert.is.not(result.hint, '');
  return result;
}

async function warned(text: string): Promise<CheckResult> {
  const result = await only([text]);
  assert.equal({ ok: result.ok, severity: result.severity }, { ok: false, severity: 'warning' });
  assert.is.not(result.hint, '');
  return result;
}

test('tools on the PATH of the launch pass', async () => {
  givenTool('present', '');
  await passes('present', 'sh');
});

test('a tool that is nowhere is missing, by name', async () => {
  const { message, hint } = await refusal('no-such-tool-anywhere');
  assert.is(message, 'Missing required tool: no-such-tool-anywhere');
  assert.is(hint, 'install no-such-tool-anywhere, or add its folder to the PATH');
});

test('the PATH of the launch counts, not our own', async () => {
  const { message } = await only(['node'], { PATH: join(world, 'nowhere') });
  assert.is(message, 'Missing required tool: node');
});

test('a slip of the keyboard is pointed out', async () => {
  givenTool('buildtool', '');
  assert.match((await refusal('biuldtool')).hint, 'did you mean buildtool? If not, install biuldtool');
});

test('a tool that may not be executed wants chmod', async () => {
  const path = givenTool('plain', '', 0o644);
  const { message, hint } = await refusal('plain');
  assert.is(message, `Required tool is not executable: ${path}`);
  assert.is(hint, `chmod +x ${path}`);
});

test('a tool without a range is not started', async () => {
  givenTool('reluctant', `echo started > ${join(world, 'started')}`);
  await passes('reluctant');
  assert.throws(() => readFileSync(join(world, 'started')), /ENOENT/);
});

test('a version outside the range is refused, one inside passes', async () => {
  givenTool('py', 'echo Python 3.9.2');
  const { message, hint } = await refusal('py>=3.12');
  assert.is(message, 'py is 3.9.2, but >=3.12 is required');
  assert.match(hint, `found ${join(bin, 'py')}`);
  await passes('py>=3.9 <4');
});

test('every one of several tools is named', async () => {
  givenTool('old', 'echo old 1.0');
  const results = await check(['missing-one-of-two', 'old>=2', 'sh', 'missing-two-of-two']);
  assert.equal(
    results.map(({ message }) => message),
    [
      'Missing required tool: missing-one-of-two',
      'old is 1.0.0, but >=2 is required',
      'Missing required tool: missing-two-of-two',
    ],
  );
});

test('a version on stderr, or beside an exit code of 1, counts', async () => {
  givenTool('stderr', 'echo stderr 1.2.3 >&2');
  givenTool('failing', 'echo failing 1.2.3; exit 1');
  await passes('stderr 1.2.3');
  await passes('failing 1.2.3');
});

test('a tool is asked in other ways until it says a version, by a bare word last', async () => {
  for (const question of ['--version', '-version', '-V', 'version']) {
    const asked = join(world, `asked${question}`);
    givenTool('asked', `echo "$*" >> ${asked}\n[ "$1" = ${question} ] && echo asked 4.5.6 || exit 2`);
    await passes('asked>=4');
    const order = ['--version', '-version', '-V', 'version'];
    const until = order.slice(0, order.indexOf(question) + 1);
    assert.equal(readFileSync(asked, 'utf8').trim().split('\n'), until);
  }
});

test('a tool that says no version is a warning with its name', async () => {
  givenTool('silent', '');
  assert.is((await warned('silent>=1')).message, 'silent says no version, so >=1 was not checked');
});

test('what a version manager says of a tool that is not there is no version', async () => {
  givenTool('launcher', 'echo "error: toolchain 1.75.0 is not installed" >&2; exit 1');
  assert.match((await warned('launcher>=1')).message, 'launcher says no version');
  givenTool('shim', 'echo "shim: version 3.12.1 is not set" >&2; exit 127');
  assert.match((await warned('shim>=3')).message, 'shim says no version');
});

test('a tool that prints without end is read as far as is worth it, and ended', async () => {
  const note = join(world, 'said-all');
  givenTool('talkative', `echo talkative 1.2.3; head -c 50000000 /dev/zero && echo > ${note}`);
  givenTool('endless', `head -c 5000000 /dev/zero && echo > ${note}`);
  await passes('talkative 1.2.3');
  assert.match((await warned('endless>=1')).message, 'endless says no version');
  assert.not(existsSync(note));
});

test('a tool whose interpreter is gone cannot be started', async () => {
  const path = join(bin, 'headless');
  writeFileSync(path, '#!/nowhere/sh\n');
  chmodSync(path, 0o755);
  assert.is((await refusal('headless>=1')).message, `Required tool cannot be started (ENOENT): ${path}`);
  await passes('headless');
});

test('a tool runs in the folder and with the variables of the launch, and has nothing to read', async () => {
  givenTool(
    'curious',
    'cat; [ -z "$HOME" ] && [ "$MAJOR" = 7 ] && echo "curious $MAJOR.0 $(pwd)" > here; cat here',
  );
  assert.is((await only(['curious>=7'], { MAJOR: '7' })).ok, true);
  assert.match(readFileSync(join(world, 'here'), 'utf8'), world);
});

test('tools are asked side by side', async () => {
  const meet = (own: string, other: string) =>
    `mkdir -p ${world}/${own}.here; until [ -d ${world}/${other}.here ]; do sleep 0.01; done; echo ${own} 1.0`;
  givenTool('one', meet('one', 'two'));
  givenTool('two', meet('two', 'one'));
  await passes('one>=1', 'two>=1');
});

test('a tool that hangs is a warning with its name, and nothing that it started lives on', async () => {
  const note = join(world, 'pids');
  givenTool('hanging', `sleep 1000 & echo $! >> ${note}; setsid sleep 1000 & echo $! >> ${note}; wait`);
  givenTool('quick', 'echo quick 1.0');
  const results = await check(['hanging>=2', 'quick>=2']);
  assert.equal(
    results.map(({ severity, message }) => `${severity}: ${message}`),
    [
      'warning: hanging gave no answer within 3 s, so >=2 was not checked',
      'error: quick is 1.0.0, but >=2 is required',
    ],
  );
  const pids = readFileSync(note, 'utf8').trim().split('\n').map(Number);
  assert.is(pids.length, 2);
  await eventually(() => (pids.some(isAlive) ? null : true));
});

test('a tool that said its version and then hangs has answered', async () => {
  givenTool('lingering', 'echo lingering 2.1; exec sleep 1000');
  await passes('lingering>=2');
});

test('a check that is called off ends the tool', async () => {
  const note = join(world, 'called-off');
  givenTool('patient', `echo $$ > ${note}.new; mv ${note}.new ${note}; exec sleep 1000`);
  const [first] = requirementChecks([{ kind: 'tool', name: 'patient', range: '>=1' }], { python: '' });
  const off = new AbortController();
  const plan = { command: [], cwd: world, env: { PATH }, stateFolder: world, projectRoot: world };
  const running = first?.run(plan, off.signal);
  const pid = await eventually(() => {
    try {
      return Number(readFileSync(note, 'utf8'));
    } catch {
      return null;
    }
  });
  off.abort();
  await eventually(() => (isAlive(pid) ? null : true), 2000);
  await running;
});

test.run();
