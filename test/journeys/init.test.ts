import { lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { InitJson } from '../../schemas/generated/types.ts';
import { TestProject } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('init');
const project = new TestProject();
test.after(() => project.end());

const names = ['config.yaml', '.gitignore', '.gitattributes', 'workflows/example.yaml'];
const exampleFile = '.tapps-agents/workflows/example.yaml';

/** A folder that is a project of its own, with these files in its state folder. */
function folderWith(name: string, files: Readonly<Record<string, string>> = {}): string {
  const state = join(project.folder, name, '.tapps-agents');
  mkdirSync(join(state, 'workflows'), { recursive: true });
  for (const [file, text] of Object.entries(files)) writeFileSync(join(state, file), text);
  return join(project.folder, name);
}

test('an empty folder gets a configuration, ignore rules and an example, for its owner alone', async () => {
  const cwd = join(project.folder, 'empty');
  mkdirSync(join(cwd, '.git'), { recursive: true });
  const { code, stdout, stderr } = await project.call(['init'], { cwd });
  assert.equal([code, stderr], [0, '']);
  for (const name of names) {
    assert.ok(stdout.includes(`✅ written: .tapps-agents/${name}\n`), stdout);
    assert.is(lstatSync(join(cwd, '.tapps-agents', name)).mode & 0o777, 0o600);
  }
  assert.match(stdout, /\nTry it: tapps-agents workflow \.tapps-agents\/workflows\/example\.yaml --wait\n$/);
  assert.equal(readdirSync(join(cwd, '.tapps-agents')).sort(), [
    '.gitattributes',
    '.gitignore',
    'config.yaml',
    'workflows',
  ]);
  for (const folder of ['.tapps-agents', '.tapps-agents/workflows'])
    assert.is(lstatSync(join(cwd, folder)).mode & 0o777, 0o700);
});

test('what it wrote works: no word of warning, and the example runs to its end', async () => {
  const cwd = join(project.folder, 'works');
  mkdirSync(join(cwd, '.git'), { recursive: true });
  await project.call(['bg', 'init'], { cwd });
  const dry = await project.call(['workflow', exampleFile, '--dry-run', '--strict'], { cwd });
  assert.is(dry.code, 0, dry.stderr);
  const { code, stdout, stderr } = await project.call(['workflow', exampleFile, '--wait'], { cwd });
  assert.equal([code, stderr], [0, '']);
  const [id = ''] = /(?<=ID: )\w+/.exec(stdout) ?? [];
  const status = JSON.parse((await project.call(['bg', 'status', id, '--json'], { cwd })).stdout);
  assert.equal([status.status, status.type, status.progress.percent], ['completed', 'example', 100]);
});

test('a second time, everything is left as it is', async () => {
  const cwd = folderWith('twice');
  const first: InitJson = JSON.parse((await project.call(['init', '--json'], { cwd })).stdout);
  const paths = names.map((name) => join(cwd, '.tapps-agents', name));
  assert.equal(first, { written: paths, kept: [] });
  const second = await project.call(['init', '--json'], { cwd });
  assert.equal([second.code, JSON.parse(second.stdout)], [0, { written: [], kept: paths }]);
});

test('a configuration of the user is left as it is, also a broken one, and the rest is written', async () => {
  const mine = 'background_processes: [\n';
  const cwd = folderWith('mine', { 'config.yaml': mine });
  const { code, stdout } = await project.call(['bg', 'init'], { cwd });
  assert.is(code, 0);
  assert.match(stdout, /^left as it is: \.tapps-agents\/config\.yaml$/m);
  assert.match(stdout, /^✅ written: \.tapps-agents\/workflows\/example\.yaml$/m);
  assert.is(readFileSync(join(cwd, '.tapps-agents', 'config.yaml'), 'utf8'), mine);
});

test('nothing is written behind a link, which is an error that says what to do', async () => {
  const cwd = join(project.folder, 'linked');
  const elsewhere = join(project.folder, 'elsewhere');
  for (const folder of [cwd, elsewhere]) mkdirSync(folder);
  symlinkSync(elsewhere, join(cwd, '.tapps-agents'));
  const { code, stdout, stderr } = await project.call(['init', '--json'], { cwd });
  assert.is(code, 1);
  const { error } = JSON.parse(stdout);
  assert.is(error.code, 'not_writable');
  assert.match(error.message, /^Cannot write to \.tapps-agents\/: it is a symbolic link$/);
  assert.match(error.hint, /^put a real folder there: rm .*\/linked\/\.tapps-agents && mkdir /);
  assert.match(stderr, /^❌ .*\n {3}→ .*\n$/);
  assert.equal(readdirSync(elsewhere), []);
});

test('a file where a folder must be is an error that says what to do', async () => {
  const cwd = join(project.folder, 'file');
  mkdirSync(join(cwd, '.tapps-agents'), { recursive: true });
  writeFileSync(join(cwd, '.tapps-agents', 'workflows'), '');
  const { code, stderr } = await project.call(['init'], { cwd });
  assert.is(code, 1);
  assert.match(
    stderr,
    /^❌ Cannot write to \.tapps-agents\/workflows\/: a file is in its place\n {3}→ move /,
  );
  assert.equal(readdirSync(join(cwd, '.tapps-agents')), ['workflows']);
});

test('the example that init names can be pasted, whatever the folder is called', async () => {
  const cwd = folderWith("it's here");
  const { stdout } = await project.call(['-C', cwd, 'init']);
  assert.match(stdout, /workflow 'it'\\''s here\/\.tapps-agents\/workflows\/example\.yaml' --wait\n$/);
});

test.run();
