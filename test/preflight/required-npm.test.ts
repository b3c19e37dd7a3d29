import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CheckResult } from '../../src/preflight/check.ts';
import { parseRequirement } from '../../src/preflight/requirement.ts';
import { requirementChecks } from '../../src/preflight/requirement-checks.ts';
import { assert, suite } from '../rig/suite.ts';
import { temporaryFolder } from '../rig/temporary-folder.ts';

const test = suite('required npm packages');
const world = temporaryFolder('required-npm-');
const project = join(world, 'project');

test.before(() => void mkdirSync(join(project, 'src'), { recursive: true }));
test.after(() => rmSync(world, { recursive: true, force: true }));

function givenPackage(name: string, manifest: unknown, folder = project): string {
  const path = join(folder, 'node_modules', name);
  mkdirSync(path, { recursive: true });
  writeFileSync(
    join(path, 'package.json'),
    typeof manifest === 'string' ? manifest : JSON.stringify(manifest),
  );
  return join(path, 'package.json');
}

async function check(texts: readonly string[], cwd = project): Promise<readonly CheckResult[]> {
  const requirements = texts.map((text) => {
    const read = parseRequirement(`npm:${text}`);
    if ('problem' in read) throw new Error(read.problem);
    return read;
  });
  const [first] = requirementChecks(requirements, { python: 'python3' });
  if (first === undefined) throw new Error('no check');
  const plan = { command: [], cwd, env: {}, stateFolder: world, projectRoot: world };
  return first.run(plan, new AbortController().signal);
}

async function only(texts: readonly string[], cwd = project): Promise<CheckResult> {
  const [result, ...others] = await check(texts, cwd);
  if (result === undefined || others.length > 0) throw new Error(`${others.length + 1} results`);
  assert.is(result.name, 'required npm packages');
  return result;
}

test('packages at or above the working folder pass', async () => {
  givenPackage('typescript', { version: '5.9.3' });
  givenPackage('@scope/tool', { version: '1.0.0' }, world);
  const { ok, message } = await only(['typescript', '@scope/tool@^1', 'typescript>=5'], join(project, 'src'));
  assert.equal([ok, message], [true, 'typescript, @scope/tool, typescript']);
});

test('a missing package says how to install it', async () => {
  const { ok, severity, message, hint } = await only(['left-pad']);
  assert.equal({ ok, severity }, { ok: false, severity: 'error' });
  assert.is(message, 'Missing required npm package: left-pad');
  assert.is(hint, 'npm install left-pad');
});

test('several missing packages are one line and one installation', async () => {
  const { message, hint } = await only(['left-pad', 'typescript', '@a/b>=2 <3']);
  assert.is(message, 'Missing required npm packages: left-pad, @a/b');
  assert.is(hint, "npm install left-pad '@a/b@>=2 <3'");
});

test('a version outside the range is refused, the nearest package counts', async () => {
  givenPackage('layered', { version: '2.0.0' }, world);
  givenPackage('layered', { version: '1.0.0-beta.1' });
  const { severity, message, hint } = await only(['layered>=2']);
  assert.is(severity, 'error');
  assert.is(message, 'layered is 1.0.0-beta.1, but >=2 is required');
  assert.is(hint, "npm install 'layered@>=2'");
  assert.is((await only(['layered>=2'], world)).ok, true);
});

test('a package without a version is a warning where one is wanted', async () => {
  givenPackage('nameless', { main: 'x.js' });
  assert.is((await only(['nameless'])).ok, true);
  const { severity, message } = await only(['nameless@1']);
  assert.equal([severity, message], ['warning', 'nameless says no version, so 1 was not checked']);
});

test('a package whose description is broken is to be installed again', async () => {
  const path = givenPackage('torn', '{"version": "1.');
  const { message, hint } = await only(['torn']);
  assert.is(message, `Required npm package cannot be read (it is no JSON): ${path}`);
  assert.is(hint, 'install it again: npm install torn');
  mkdirSync(join(project, 'node_modules', 'folder', 'package.json'), { recursive: true });
  assert.match((await only(['folder'])).message, 'cannot be read (it is no file)');
  for (const manifest of ['null', '7', '[]']) {
    givenPackage('odd', manifest);
    assert.is((await only(['odd@1'])).severity, 'warning');
  }
});

test('a folder without a description is no package', async () => {
  mkdirSync(join(project, 'node_modules', 'hollow'));
  assert.is((await only(['hollow'])).message, 'Missing required npm package: hollow');
});

test('no code of a package runs', async () => {
  const path = givenPackage('loud', { version: '1.0.0', main: 'main.js' });
  writeFileSync(join(path, '..', 'main.js'), 'process.exit(9);');
  assert.is((await only(['loud@1'])).ok, true);
});

test("packages that Yarn's Plug'n'Play hides are a warning", async () => {
  const hidden = join(world, 'hidden');
  mkdirSync(hidden);
  writeFileSync(join(hidden, '.pnp.cjs'), '');
  assert.is((await only(['left-pad'], hidden)).severity, 'warning');
});

test('a version is shown escaped', async () => {
  givenPackage('hostile', { version: '1.0\x1b[31m' });
  assert.not.match((await only(['hostile@1'])).message, /[\x00-\x1f]/);
});

test.run();
