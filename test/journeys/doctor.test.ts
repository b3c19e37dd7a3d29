import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { DoctorJson } from '../../schemas/generated/types.ts';
import { owe } from '../../src/claims/due.ts';
import { scalarLeaves } from '../../src/config/config-schema.ts';
import { projectAt } from '../../src/journal/project-paths.ts';
import { TestProject } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('doctor');
const project = new TestProject();
test.after(() => project.end());

const schemaFile = join(import.meta.dirname, '..', '..', 'schemas', 'output', 'doctor.schema.json');
const isDoctorJson = new Ajv2020({ allowUnionTypes: true }).compile(
  JSON.parse(readFileSync(schemaFile, 'utf8')),
);

/** The runner switches the watcher off; here nobody has set anything. */
const unset = { TAPPS_BG_MONITORING_ENABLED: undefined };

/** A folder that is a project of its own, with this configuration. */
function folderWith(name: string, config?: string): string {
  const cwd = join(project.folder, name);
  mkdirSync(join(cwd, '.tapps-agents'), { recursive: true });
  if (config !== undefined) writeFileSync(join(cwd, '.tapps-agents', 'config.yaml'), config);
  return cwd;
}

async function examined(
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): Promise<DoctorJson & { readonly code: number }> {
  const { stdout, stderr, code } = await project.call(['bg', 'doctor', '--json'], {
    cwd,
    env: { ...unset, ...env },
  });
  const document: DoctorJson = JSON.parse(stdout);
  assert.ok(isDoctorJson(document), JSON.stringify(isDoctorJson.errors));
  assert.is(stderr, '');
  return { ...document, code };
}

/** What a check of that name found wrong. */
function wrongWith({ checks }: DoctorJson, name: string): string[] {
  const found = checks.filter((check) => check.name === name);
  assert.ok(found.length > 0, name);
  return found
    .filter(({ ok }) => !ok)
    .map(({ severity, message, hint }) => `${severity}: ${message} → ${hint}`);
}

test('in an empty folder all is well, and the folder stays empty', async () => {
  const cwd = join(project.folder, 'empty');
  mkdirSync(cwd);
  const { code, stdout, stderr } = await project.call(['-C', cwd, 'bg', 'doctor'], { env: unset });
  assert.equal([code, stderr], [0, '']);
  for (const name of [
    'platform',
    'node',
    'shell',
    'state folders',
    'disk space',
    'clock',
    'journals',
    'engine',
    'notices',
    'watcher',
  ])
    assert.match(stdout, new RegExp(`^✅ ${name}: .`, 'm'));
  assert.match(stdout, /\nSettings:\n21 settings have their defaults \(--all shows them\)\n/);
  assert.equal(readdirSync(cwd), []);
});

test('a history is counted without a cache being made', async () => {
  const cwd = folderWith('history', 'background_processes: {max_concurrent_processes: 5}\n');
  await project.launch(['true'], ['--wait'], { cwd });
  const cache = join(cwd, '.tapps-agents', 'cache');
  rmSync(cache, { recursive: true });
  mkdirSync(cache, { mode: 0o700 });
  const before = readdirSync(join(cwd, '.tapps-agents'), { recursive: true }).sort();
  const document = await examined(cwd);
  assert.is(document.checks.find(({ name }) => name === 'journals')?.message, '1 journal');
  assert.equal(readdirSync(join(cwd, '.tapps-agents'), { recursive: true }).sort(), before);
  await project.call(['bg', 'run', '--dry-run', '--', 'true'], { cwd });
  assert.equal(readdirSync(join(cwd, '.tapps-agents'), { recursive: true }).sort(), before);
});

test('whether somebody is there to tell of an end is said, and what to do where nobody is', async () => {
  const cwd = folderWith('watched');
  const said = async (env = {}): Promise<string | undefined> =>
    (await examined(cwd, env)).checks.find(({ name }) => name === 'watcher')?.message;
  assert.is(await said(), 'not running; a launch starts one');
  assert.is(await said({ TAPPS_BG_MONITORING_ENABLED: 'false' }), 'switched off: nobody is told of an end');
  await project.call(['bg', 'watch'], { cwd });
  assert.match((await said()) ?? '', /^running since \d\d:\d\d:\d\d \(process \d+\)$/);
  await project.call(['bg', 'watch', '--stop'], { cwd });
  assert.equal(wrongWith(await examined(cwd), 'watcher'), [
    'warning: ended on purpose: nobody is told of an end before the next launch → start it: tapps-agents bg watch',
  ]);
});

test('an end that nobody is there to tell of is a warning', async () => {
  const cwd = folderWith('owed');
  const id = await project.launch(['true'], ['--wait'], { cwd });
  owe(projectAt(cwd), id);
  assert.equal(wrongWith(await examined(cwd), 'watcher'), [
    'warning: not running, and 1 process is to be told of → start it: tapps-agents bg watch',
  ]);
});

test('a journal that cannot be read is a warning that names it', async () => {
  const cwd = folderWith('damaged');
  const journals = join(cwd, '.tapps-agents', 'journal');
  mkdirSync(journals, { mode: 0o700 });
  symlinkSync('/dev/null', join(journals, 'linked.ndjson'));
  mkdirSync(join(journals, 'folder.ndjson'));
  const document = await examined(cwd);
  assert.equal(wrongWith(document, 'journals'), [
    'warning: 2 of 2 journals cannot be read: folder (it is not a regular file), linked (it is a symbolic link) → tapps-agents bg verify',
  ]);
  assert.equal([document.code, document.healthy], [0, true]);
});

test('what a configuration names and what is not there are errors, each with what to do', async () => {
  const config = `agents:
  coder: {command: [no-such-agent-here]}
  filled: {command: ["{agent}"]}
  shell: {command: [sh, -c, "true"]}
workflows: {gone: gone.yaml, round: round.yaml, well: well.yaml}
`;
  const cwd = folderWith('named', config);
  writeFileSync(
    join(cwd, 'round.yaml'),
    'workflow: {id: round, steps: [{id: a, run: "true", next: b}, {id: b, run: "true", next: a}]}\n',
  );
  writeFileSync(
    join(cwd, 'well.yaml'),
    'workflow: {id: well, steps: [{id: a, agent: tester, action: test, requires: [not/there/yet]}]}\n',
  );
  const document = await examined(cwd);
  assert.equal([document.code, document.healthy], [1, false]);
  assert.equal(wrongWith(document, 'agents'), [
    'error: coder: Command not found: no-such-agent-here → install it, or give its path',
  ]);
  const [gone = '', round = '', ...others] = wrongWith(document, 'workflows');
  assert.match(gone, /^error: gone: Workflow file not found: gone\.yaml → check the path: ls -l /);
  assert.match(round, /^error: round: .*round\.yaml:1:\d+\) → ./);
  assert.equal(others, []);
});

test('a broken configuration is an error with its place, said once', async () => {
  const cwd = folderWith('broken', 'background_processes:\n  health_check_intervall: 3\n');
  const { code, stdout, stderr } = await project.call(['bg', 'doctor'], { cwd });
  assert.equal([code, stderr], [1, '']);
  assert.match(
    stdout,
    /^❌ configuration: .*config\.yaml:2:3: unknown key health_check_intervall → did you mean health_check_interval\?$/m,
  );
  assert.match(stdout, /\n1 error\.\n$/);
});

test('every setting is there, with the source that it comes from', async () => {
  const config = `background_processes:
  max_output: 1536MiB
  types: {pytest: {stall_after: 10m, requires: [file:a.txt]}}
agents: {coder: {command: [sh, --api-key=hunter2hunter2]}}
`;
  const cwd = folderWith('settings', config);
  const { settings } = await examined(cwd, { TAPPS_BG_MAX_CONCURRENT_PROCESSES: '7531' });
  const known = new Map(settings.map(({ key, value, origin }) => [key, { value, origin }]));
  for (const { path, schema } of scalarLeaves())
    assert.is(known.has(path.join('.')), schema.deprecated !== true, path.join('.'));
  const of = (key: string) => known.get(key) ?? known.get(`background_processes.${key}`);
  const file = `project file ${join(cwd, '.tapps-agents', 'config.yaml')}`;
  assert.equal(of('max_output'), { value: '1536MiB', origin: `${file}:2` });
  assert.equal(of('health_check_interval'), { value: 30, origin: 'default' });
  assert.equal(of('max_process_runtime'), { value: null, origin: 'default' });
  assert.equal(of('types.pytest.stall_after'), { value: 600, origin: `${file}:3` });
  assert.equal(of('types.pytest.requires'), { value: ['file:a.txt'], origin: `${file}:3` });
  assert.is(of('types.pytest.clean_tree'), undefined);
  assert.equal(of('agents.coder.command'), { value: ['sh', '--api-key=***'], origin: `${file}:4` });
  assert.is(of('engine.python')?.value, 'python3');
});

test('the value of a variable is shown nowhere, its name is', async () => {
  const cwd = folderWith('variable');
  const env = { TAPPS_BG_MAX_CONCURRENT_PROCESSES: '7531', TAPPS_BG_OUTPUT_DIR: 'secret-place' };
  const { settings } = await examined(cwd, env);
  assert.equal(
    settings.filter(({ origin }) => origin !== 'default').map(({ value, origin }) => [value, origin]),
    Object.keys(env).map((name) => [null, `environment ${name}`]),
  );
  const { stdout } = await project.call(['bg', 'doctor', '--all'], { cwd, env: { ...unset, ...env } });
  assert.match(
    stdout,
    /^max_concurrent_processes +set, not shown +environment TAPPS_BG_MAX_CONCURRENT_PROCESSES$/m,
  );
  assert.not.match(stdout, /7531|secret-place/);
});

test('--all shows defaults too, dimmed where there are colours', async () => {
  const cwd = folderWith('all', 'background_processes: {max_concurrent_processes: 5}\n');
  const env = { ...unset, FORCE_COLOR: '1' };
  const { stdout } = await project.call(['bg', 'doctor', '--all'], { cwd, env });
  assert.match(stdout, /^\x1b\[2mstrict_validation +false +default\x1b\[22m$/m);
  assert.match(stdout, /^max_concurrent_processes +5 +project file \.tapps-agents\/config\.yaml:1$/m);
  const few = (await project.call(['bg', 'doctor'], { cwd, env })).stdout;
  assert.match(few, /\n20 other settings have their defaults/);
  assert.not.match(few, /strict_validation|\x1b/);
});

test('names and paths that hold control characters do not reach the terminal as such', async () => {
  const cwd = folderWith(
    'hostile',
    'agents: {"a\\e[31m": {command: ["\\e[32mx"]}}\nworkflows: {"w\\a": "f\\e]0;x"}\n',
  );
  const { stdout } = await project.call(['bg', 'doctor'], { cwd });
  assert.not.match(stdout, /[\x00-\x09\x0b-\x1f\x7f]/);
  assert.match(stdout, /❌ agents: a\\x1b\[31m: Command not found: \\x1b\[32mx/);
});

test.run();
