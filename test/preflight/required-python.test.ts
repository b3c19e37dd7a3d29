import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import type { CheckResult } from '../../src/preflight/check.ts';
import { parseRequirement } from '../../src/preflight/requirement.ts';
import { requirementChecks } from '../../src/preflight/requirement-checks.ts';
import { assert, suite } from '../rig/suite.ts';
import { temporaryFolder } from '../rig/temporary-folder.ts';

const test = suite('required python modules');
const world = temporaryFolder('required-python-');
const bin = join(world, 'bin');
const installed = join(world, 'site');
const project = join(world, 'project');
const PATH = `${bin}${delimiter}${process.env['PATH']}`;

test.before(() => {
  for (const folder of [bin, installed, project]) mkdirSync(folder);
});
test.after(() => rmSync(world, { recursive: true, force: true }));

function givenInterpreter(name: string, script: string): void {
  writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(bin, name), 0o755);
}

function givenModule(path: string, text = ''): void {
  mkdirSync(dirname(join(installed, path)), { recursive: true });
  writeFileSync(join(installed, path), text);
}

/** What pip leaves beside a module. */
function givenDistribution(name: string, version: string, module: string): void {
  givenModule(
    `${name}-${version}.dist-info/METADATA`,
    `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n`,
  );
  givenModule(`${name}-${version}.dist-info/top_level.txt`, `${module}\n`);
}

async function check(texts: readonly string[], python = 'python3'): Promise<readonly CheckResult[]> {
  const requirements = texts.map((text) => {
    const read = parseRequirement(`python:${text}`);
    if ('problem' in read) throw new Error(read.problem);
    return read;
  });
  const [first] = requirementChecks(requirements, { python });
  if (first === undefined) throw new Error('no check');
  const env = { PATH, PYTHONPATH: installed, HOME: world };
  const plan = { command: [], cwd: project, env, stateFolder: world, projectRoot: project };
  return first.run(plan, new AbortController().signal);
}

async function only(texts: readonly string[], python = 'python3'): Promise<CheckResult> {
  const [result, ...others] = await check(texts, python);
  if (result === undefined || others.length > 0) throw new Error(`${others.length + 1} results`);
  assert.is(result.name, 'required python modules');
  return result;
}

test.skipUnless('python3', 'modules that can be imported pass, dotted and built-in ones too', async () => {
  givenModule('solo.py');
  givenModule('family/__init__.py');
  givenModule('family/deep/child.py');
  const names = ['solo', 'family.deep.child', 'sys', 'os.path', 'xml.dom.minidom', '__main__'];
  const { ok, message } = await only(names);
  assert.equal([ok, message], [true, names.join(', ')]);
});

test.skipUnless('python3', 'missing modules are one line, with what to type', async () => {
  const { ok, severity, message, hint } = await only([
    'no_such_a',
    'sys',
    'no_such_b',
    'yaml_.x',
    'no_such_b',
  ]);
  assert.equal({ ok, severity }, { ok: false, severity: 'error' });
  assert.is(message, 'Missing required dependencies: no_such_a, no_such_b, yaml_.x');
  assert.is(hint, 'python3 -m pip install no_such_a no_such_b yaml_');
});

test.skipUnless('python3', 'a module below one that has no such part is missing', async () => {
  givenModule('family/__init__.py');
  const { message } = await only(['solo.x', 'family.y']);
  assert.is(message, 'Missing required dependencies: solo.x, family.y');
});

test.skipUnless('python3', 'a module that exists in memory alone is found by its parent', async () => {
  givenModule('six_like.py', 'import sys, os\n__path__ = []\nsys.modules[__name__ + ".moves"] = os\n');
  assert.is((await only(['six_like.moves'])).ok, true);
});

test.skipUnless('python3', 'a module is not imported to find it, nor its parents', async () => {
  givenModule('loud/__init__.py', `open(${JSON.stringify(join(world, 'imported'))}, 'w')\n`);
  givenModule('loud/part.py', 'raise SystemExit(3)\n');
  assert.is((await only(['loud', 'loud.part'])).ok, true);
  assert.not(existsSync(join(world, 'imported')));
});

test.skipUnless('python3', 'a file of the project named like one of Python is not run', async () => {
  for (const name of ['json', 'importlib', 'email', 're', 'csv', 'zipfile']) {
    writeFileSync(join(project, `${name}.py`), `open(${JSON.stringify(join(world, 'shadowed'))}, 'w')\n`);
  }
  writeFileSync(join(project, 'own_module.py'), '');
  assert.is((await only(['own_module', 'json'])).ok, true);
  assert.not(existsSync(join(world, 'shadowed')));
});

test.skipUnless('python3', 'a module whose parent breaks is an error of its own', async () => {
  givenModule('broken/__init__.py', 'raise RuntimeError("no")\n');
  const results = await check(['broken.virtual', 'no_such_a']);
  assert.equal(
    results.map(({ message }) => message),
    ['Missing required dependencies: no_such_a', 'Required dependency cannot be imported: broken.virtual'],
  );
});

test.skipUnless('python3', 'a version outside the range is refused, one inside passes', async () => {
  givenModule('pedantic/__init__.py');
  givenDistribution('pedantic', '1.10.2', 'pedantic');
  const { severity, message, hint } = await only(['pedantic>=2,<3']);
  assert.equal([severity, message], ['error', 'pedantic is 1.10.2, but >=2 <3 is required']);
  assert.is(hint, "python3 -m pip install 'pedantic>=2,<3'");
  assert.is((await only(['pedantic>=1.10', 'pedantic~=1.9'])).ok, true);
});

test.skipUnless('python3', 'a package is known by its own name and by that of its module', async () => {
  givenModule('yaml/__init__.py');
  givenDistribution('Py_YAML', '6.0.1', 'yaml');
  assert.is((await only(['Py-YAML>=6', 'py-yaml'])).ok, true);
  assert.match((await only(['Py-YAML>=7'])).message, 'Py-YAML is 6.0.1, but >=7 is required');
});

test.skipUnless('python3', 'a module without a version is a warning where one is wanted', async () => {
  givenModule('unversioned.py');
  const { severity, message } = await only(['unversioned>=2']);
  assert.equal([severity, message], ['warning', 'unversioned says no version, so >=2 was not checked']);
});

test.skipUnless('python3', 'what the interpreter prints at its start does not disturb', async () => {
  givenInterpreter(
    'chatty',
    'echo "::module 7"; printf "loading plugins"; echo warning >&2; exec python3 "$@"',
  );
  const { message } = await only(['no_such_a', 'sys'], 'chatty');
  assert.is(message, 'Missing required dependencies: no_such_a');
});

test('an interpreter that is not there is named', async () => {
  const { severity, message, hint } = await only(['tiktoken'], 'no-such-python');
  assert.equal([severity, message], ['error', 'Python interpreter not found: no-such-python']);
  assert.match(hint, 'python: in .tapps-agents/config.yaml');
  assert.is(
    (await only(['tiktoken'], '.venv/bin/python')).message,
    `Python interpreter not found: ${project}/.venv/bin/python`,
  );
  assert.match((await only(['tiktoken'], '')).message, 'Python interpreter not found');
});

test('an interpreter that crashes is a warning with its last words', async () => {
  givenInterpreter('crashing', 'echo "Fatal Python error: no codec" >&2; exit 1');
  const { severity, message } = await only(['tiktoken'], 'crashing');
  assert.is(severity, 'warning');
  assert.is(message, 'crashing ended with 1: Fatal Python error: no codec; not checked: tiktoken');
});

test('an interpreter that is killed, or answers by half, is a warning', async () => {
  givenInterpreter('killed', 'kill -9 $$');
  givenInterpreter('halved', 'echo; echo "::module 0 importable 1.0"');
  assert.is((await only(['a', 'b'], 'killed')).message, 'killed was ended by a signal; not checked: a, b');
  const { severity, message } = await only(['a', 'b'], 'halved');
  assert.equal([severity, message], ['warning', 'halved ended with 0; not checked: a, b']);
});

test('an interpreter that hangs is a warning', async () => {
  givenInterpreter('hanging', 'exec sleep 1000');
  const { severity, message } = await only(['tiktoken'], 'hanging');
  assert.equal([severity, message], ['warning', 'hanging gave no answer within 4 s; not checked: tiktoken']);
});

test('an interpreter whose own program is gone cannot be started', async () => {
  givenInterpreter('headless', '');
  writeFileSync(join(bin, 'headless'), '#!/nowhere/python\n');
  const { severity, message } = await only(['tiktoken'], 'headless');
  assert.equal([severity, message], ['error', 'Python interpreter cannot be started (ENOENT): headless']);
});

test('all modules are asked for in one start', async () => {
  const note = join(world, 'starts');
  givenInterpreter('counted', `echo started >> ${note}; echo "$@" | tail -n 1 > ${note}.last; exit 1`);
  await only(['a', 'b', 'c'], 'counted');
  assert.is(readFileSync(note, 'utf8'), 'started\n');
  assert.match(readFileSync(`${note}.last`, 'utf8'), / a b c\n$/);
});

test('pip is told the name of the package, with the interpreter that was asked', async () => {
  givenInterpreter('asked', 'for at in 0 1 2; do echo "::module $at missing -"; done');
  const { hint } = await only(['yaml>=6', 'sklearn.svm', 'PIL'], 'asked');
  assert.is(hint, "asked -m pip install 'PyYAML>=6' scikit-learn pillow");
});

test('hostile words of an interpreter are shown escaped', async () => {
  givenInterpreter('hostile', "printf '\\033[31mred\\007' >&2; exit 1");
  assert.not.match((await only(['a'], 'hostile')).message, /[\x00-\x1f]/);
});

test.run();
