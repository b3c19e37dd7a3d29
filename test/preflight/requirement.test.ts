import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import validRange from 'semver/ranges/valid.js';
import { parseRequirement } from '../../src/preflight/requirement.ts';
import { requirementChecks } from '../../src/preflight/requirement-checks.ts';
import { isWithin, readRange } from '../../src/preflight/requirement-range.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('requirement');

function problem(text: string): string {
  const read = parseRequirement(text);
  assert.ok('problem' in read, text);
  return 'problem' in read ? read.problem : '';
}

test('a bare name is a tool, with or without a range', () => {
  const tool = (text: string) => parseRequirement(text);
  assert.equal(tool('git'), { kind: 'tool', name: 'git', range: null });
  assert.equal(tool('tool:git'), { kind: 'tool', name: 'git', range: null });
  assert.equal(tool('python3>=3.12'), { kind: 'tool', name: 'python3', range: '>=3.12' });
  assert.equal(tool(' node >= 20  <23 '), { kind: 'tool', name: 'node', range: '>=20 <23' });
  assert.equal(tool('git 2.40'), { kind: 'tool', name: 'git', range: '2.40' });
  assert.equal(tool('g++'), { kind: 'tool', name: 'g++', range: null });
  assert.equal(tool('node >=20 || 18.x'), { kind: 'tool', name: 'node', range: '>=20 || 18.x' });
});

test('a prefix says the kind', () => {
  assert.equal(parseRequirement('file:src/**/*.ts'), { kind: 'file', path: 'src/**/*.ts' });
  assert.equal(parseRequirement('file: my file.txt'), { kind: 'file', path: 'my file.txt' });
  assert.equal(parseRequirement('file:C:/x'), { kind: 'file', path: 'C:/x' });
  assert.equal(parseRequirement('env:API_KEY'), { kind: 'env', name: 'API_KEY' });
  assert.equal(parseRequirement('python:tiktoken'), { kind: 'python', module: 'tiktoken', range: null });
  assert.equal(parseRequirement('npm:typescript'), { kind: 'npm', package: 'typescript', range: null });
  assert.equal(parseRequirement('port:8080'), { kind: 'port', port: 8080 });
});

test('modules and packages have ranges as their own tools write them', () => {
  const range = (text: string) => {
    const read = parseRequirement(text);
    return 'range' in read ? read.range : read;
  };
  assert.is(range('python:pydantic>=2,<3'), '>=2 <3');
  assert.is(range('python:pydantic~=2.1'), '>=2.1 <3');
  assert.is(range('python:pydantic ~= 0.3.4'), '>=0.3.4 <0.4');
  assert.is(range('python:pydantic==2.*'), '=2.x');
  assert.is(range('npm:typescript@^5'), '^5');
  assert.is(range('npm:@types/node@20'), '20');
  assert.is(range('npm:@types/node >=20'), '>=20');
  assert.is(range('npm:@types/node'), null);
  assert.is(range('python:scikit-learn'), null);
  assert.is(range('python:google.cloud.storage'), null);
});

test('what is no requirement is a problem that says how to write it', () => {
  assert.match(problem(''), 'has no name; write git, or python3>=3.12');
  assert.match(problem('>=3'), 'has no name');
  assert.match(problem('file:'), 'write file:requirements.txt');
  assert.match(problem('env: '), 'write env:API_KEY');
  assert.match(problem('python:'), 'write python:tiktoken');
  assert.match(problem('npm:@'), 'write npm:typescript');
  assert.match(problem('npm:@scope'), 'No npm package has this name: @scope');
  assert.match(problem('pip:requests'), 'No requirement begins with pip:');
  assert.match(problem('constructor:x'), 'No requirement begins with constructor:');
  assert.match(problem('-x'), 'no dash');
});

test('a slash is only for files and scoped packages', () => {
  assert.is(problem('./bin/tool>=1'), 'A tool has no slash, a file has: file:./bin/tool');
  assert.match(problem('env:A/B'), 'no slash');
  assert.match(problem('python:a/b'), 'No Python module has this name: a/b');
  assert.match(problem('npm:a/b'), 'No npm package has this name: a/b');
  assert.match(problem('npm:@a/../../b'), 'No npm package has this name');
});

test('a port is from 1 to 65535', () => {
  for (const text of ['0', '65536', '-1', '80a', '', '1e3', '8080-8090', '999999999']) {
    assert.match(problem(`port:${text}`), 'A port is a number from 1 to 65535', text);
  }
  assert.equal(parseRequirement('port:65535'), { kind: 'port', port: 65_535 });
});

test('a range that no one can read is a problem', () => {
  for (const text of [
    'git latest',
    'git >=',
    'git >=1.2.x.4',
    'git !=2',
    'npm:a@next',
    'git >>2',
    'git 1 ||',
  ]) {
    assert.match(problem(text), 'No range of versions, as in >=3.12 or >=20 <23', text);
  }
});

test('NUL bytes and endless texts are problems, in words that can be shown', () => {
  assert.is(problem('file:a\0b'), 'A requirement holds a NUL byte: file:a\\x00b');
  assert.match(problem(`file:${'x'.repeat(5000)}`), 'longer than 4096 characters');
  assert.not.match(problem('\x1b[31m:x/\u202e'), /[\x00-\x1f\u202e]/);
});

test('the value of a variable, given by mistake, is not repeated', () => {
  assert.is(problem('env:API_KEY=Canary9x'), 'A variable is required without a value: env:API_KEY');
});

test('whatever is typed, parsing gives an answer', () => {
  const prefix = fc.constantFrom('', 'file:', 'tool:', 'env:', 'python:', 'npm:', 'port:', 'x:');
  fc.assert(
    fc.property(prefix, fc.string({ unit: 'binary' }), (start, text) => {
      const read = parseRequirement(start + text);
      return 'problem' in read ? !/[\x00-\x1f]/.test(read.problem) : read.kind !== undefined;
    }),
  );
});

test('every range that is accepted is one for semver', () => {
  const number = fc.constantFrom('0', '7', '012', 'x', '*', '20');
  const numbers = fc.array(number, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('.'));
  const suffix = fc.constantFrom('', '', '-rc.1', '-01', '-a-b', '-');
  const operator = fc.constantFrom('', '>=', '<', '^', '~', '~=', '==', '=', '>', '<=', '~>', '>= ', ' - ');
  const part = fc.tuple(operator, fc.constantFrom('', 'v'), numbers, suffix).map((pieces) => pieces.join(''));
  const text = fc.array(part, { minLength: 1, maxLength: 3 });
  const glue = fc.constantFrom(' ', ', ', ' || ', ',', ' - ');
  let accepted = 0;
  fc.assert(
    fc.property(text, glue, (parts, between) => {
      const range = readRange(parts.join(between));
      if (range === null) return;
      accepted += 1;
      assert.is.not(validRange(range, { loose: true }), null, range);
    }),
    { numRuns: 2000 },
  );
  assert.ok(accepted > 50, `${accepted}`);
});

test('versions are compared by number, two parts stand for all that follow', async () => {
  assert.is(await isWithin('3.9.2', '>=3.12'), false);
  assert.is(await isWithin('3.12.0', '>=3.12'), true);
  assert.is(await isWithin('3.12.7', '3.12'), true);
  assert.is(await isWithin('3.13.0', '3.12'), false);
  assert.is(await isWithin('5.0.0-beta', '>=5'), true);
  assert.is(await isWithin('23.0.0', '>=20 <23'), false);
  assert.is(await isWithin('2.9.9', '>=2.1 <3'), true);
});

test('each kind of requirement is one check, and what is required twice is looked at once', async () => {
  const texts = ['file:gone', 'no-such-tool', 'env:GONE', 'file:gone', 'file:./gone', 'env:GONE', 'port:1'];
  const requirements = texts.map(parseRequirement).filter((read) => 'kind' in read);
  const checks = requirementChecks(requirements, { python: 'python3' });
  assert.equal(
    checks.map(({ name }) => name),
    ['required files', 'required tools', 'required variables', 'required ports'],
  );
  const plan = { command: [], cwd: '/nowhere', env: {}, stateFolder: '/', projectRoot: '/' };
  const [files, , variables] = await Promise.all(
    checks.map((check) => check.run(plan, new AbortController().signal)),
  );
  assert.equal([files?.length, variables?.length], [2, 1]);
  assert.equal(requirementChecks([], { python: 'python3' }), []);
});

/** Packages (CommonJS, or needed by one that is not) loaded by a program that checks these requirements. */
function packagesLoadedFor(texts: readonly string[]): string[] {
  const rooms = pathToFileURL(join(import.meta.dirname, '..', '..', 'src', 'preflight')).href;
  const program = `
    import { createRequire } from 'node:module';
    import { parseRequirement } from '${rooms}/requirement.ts';
    import { requirementChecks } from '${rooms}/requirement-checks.ts';
    const plan = { command: [], cwd: '/', env: { PATH: '/bin', A: 'x' }, stateFolder: '/', projectRoot: '/' };
    const checks = requirementChecks(${JSON.stringify(texts)}.map(parseRequirement), { python: 'none' });
    for (const check of checks) await check.run(plan, new AbortController().signal);
    console.log(Object.keys(createRequire(import.meta.url).cache).join('\\n'));
  `;
  const args = ['--import', 'tsx', '--input-type=module', '-e', program];
  const loaded = execFileSync(process.execPath, args, { encoding: 'utf8' });
  const names = ['semver', 'picomatch'];
  return names.filter((name) => loaded.includes(`/node_modules/${name}/`));
}

test('semver and the search for patterns are loaded when they are needed, not before', () => {
  assert.equal(packagesLoadedFor(['sh', 'file:bin/sh', 'env:A', 'port:1', 'npm:x', 'python:y']), []);
  assert.equal(packagesLoadedFor(['file:bin/s[h]']), ['picomatch']);
  assert.equal(packagesLoadedFor(['sh>=999', 'bash>=1']), ['semver']);
});

test.run();
