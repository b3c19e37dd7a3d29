import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LaunchJson, ListJson } from '../../schemas/generated/types.ts';
import { fitsSchema } from '../rig/output-schemas.ts';
import { TestProject } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('the project');
const project = new TestProject();
const deep = join(project.folder, 'shop', 'src', 'deep');
const configFile = join(project.folder, '.tapps-agents', 'config.yaml');

test.before(() => void mkdirSync(deep, { recursive: true }));
test.after(() => project.end());

test('without a .tapps-agents or .git above, it is the folder one is in', async () => {
  const { stdout } = await project.call(['bg', 'status', 'x', '--json'], { cwd: deep });
  assert.match(JSON.parse(stdout).error.message, / in \.tapps-agents\/journal$/);
});

test('it is the nearest folder upwards with .git, also a file of that name', async () => {
  writeFileSync(join(project.folder, 'shop', '.git'), 'gitdir: /nowhere\n');
  const launch = await project.call(['bg', 'run', '--wait', '--json', '--', 'pwd'], { cwd: deep });
  const { journal, id, cwd } = JSON.parse(launch.stdout);
  assert.is(journal, join(project.folder, 'shop', '.tapps-agents', 'journal', `${id}.ndjson`));
  assert.is(cwd, deep, 'the command runs where one is, not at the root');
  assert.is((await project.call(['bg', 'logs', id], { cwd: deep })).stdout, `${deep}\n`);
});

test('-C works as if started there, before and behind the command, and adds up', async () => {
  const outside = { cwd: '/' };
  const shop = join(project.folder, 'shop');
  for (const words of [
    ['-C', deep, 'bg', 'list'],
    ['bg', 'list', '-C', deep],
    [`-C${shop}`, 'bg', 'list', '-C', 'src'],
  ])
    assert.is(
      JSON.parse((await project.call([...words, '--json'], outside)).stdout).processes.length,
      1,
      words.join(' '),
    );
  const { stdout } = await project.call(
    ['-C', shop, 'bg', 'run', '--wait', '--json', '--cwd', 'src', '--', 'pwd'],
    outside,
  );
  assert.is(JSON.parse(stdout).cwd, join(shop, 'src'), '--cwd counts from -C');
});

test('-C needs a folder that is there', async () => {
  for (const path of [join(project.folder, 'nowhere'), join(project.folder, 'shop', '.git')]) {
    const { code, stderr } = await project.call(['-C', path, 'bg', 'list']);
    assert.equal([code, stderr.split('\n')[0]], [2, `❌ -C ${path}: there is no such folder`]);
  }
});

test('paths are shown as short as they work from where one is', async () => {
  const at = { cwd: join(project.folder, 'shop') };
  const id = JSON.parse((await project.call(['bg', 'list', '--json'], at)).stdout).processes[0].id;
  assert.match((await project.call(['bg', 'status', id], at)).stdout, /\nOutput: \.tapps-agents\/output\//);
  const below = await project.call(['bg', 'status', id], { cwd: deep });
  assert.ok(below.stdout.includes(`\nOutput: ${at.cwd}/.tapps-agents/output/${id}.output\n`));
});

test('a broken configuration: readers work with one warning, a launch is refused, both with file and line', async () => {
  const id = await project.launch(['true'], ['--wait']);
  writeFileSync(configFile, 'background_processes:\n  health_check_interval: [1, 2\nother: x: y\n');
  for (const words of [
    ['bg', 'list'],
    ['bg', 'status', id],
    ['bg', 'logs', id, '--journal'],
    ['bg', 'verify'],
  ]) {
    const { code, stdout, stderr } = await project.call(words);
    assert.is(code, 0, stderr);
    assert.is.not(stdout, '');
    assert.match(stderr, /^⚠️ {2}\.tapps-agents\/config\.yaml:\d+:\d+: .+; defaults are used\n$/);
  }
  const { processes } = await project.callJson<ListJson>(['bg', 'list']);
  assert.is(processes.length, 1);
  const run = await project.call(['bg', 'run', '--json', '--', 'true']);
  fitsSchema('launch', run.stdout);
  const launch: LaunchJson = JSON.parse(run.stdout);
  assert.equal([run.code, launch.success], [3, false]);
  assert.match(launch.errors.join('\n'), /^Invalid configuration: \.tapps-agents\/config\.yaml:\d+:\d+: /);
  assert.match(
    run.stderr,
    /^❌ Validation failed:\n {2}- Invalid configuration: \.tapps-agents\/config\.yaml:\d+:\d+: /,
  );
});

test('a key of ours that is wrong is named with its line; keys of others are none of our business', async () => {
  writeFileSync(
    configFile,
    'agents:\n  planner: {model: x}\nbackground_processes:\n  health_check_interval: soon\n',
  );
  const refused = await project.call(['bg', 'run', '--', 'true']);
  assert.is(refused.code, 3);
  assert.match(refused.stderr, /config\.yaml:4:26: health_check_interval /);
  writeFileSync(
    configFile,
    'agents:\n  planner: {model: x}\nbackground_processes:\n  health_check_interval: 5\n',
  );
  assert.is((await project.call(['bg', 'run', '--wait', '--', 'true'])).code, 0);
});

test('reading writes nothing', async () => {
  const empty = join(project.folder, 'empty');
  mkdirSync(join(empty, '.git'), { recursive: true });
  for (const words of [
    ['bg', 'list'],
    ['bg', 'status'],
    ['bg', 'verify'],
    ['bg', 'logs', 'x'],
    ['bg', 'wait', 'x'],
    ['bg', 'stop', 'x', '--yes'],
  ])
    await project.call(['-C', empty, ...words]);
  assert.not.ok(existsSync(join(empty, '.tapps-agents')));
});

test.run();
