import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ListJson } from '../../schemas/generated/types.ts';
import { fitsSchema } from '../rig/output-schemas.ts';
import { packProgram } from '../rig/packed-program.ts';
import { eventually, TestProject } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('the packed program in an empty folder');
const packed = packProgram();
const project = new TestProject(packed.main);
const emit = `"${process.execPath}" "${packed.main}" bg emit`;
/** Waits for the file `go`, so that the test sees it running for sure. */
const script = [
  'echo "Step 1/4: prepare"',
  `${emit} progress --step 3/4 --label 'link it'`,
  `${emit} note was slow -- '--- cache was cold'`,
  'while [ ! -e go ]; do sleep 0.05; done',
  'printf "the last line"',
].join('\n');
let id = '';

test.after(() => project.end());

test('the package holds the bundles, the schemas and papers, and nothing else of the workshop', () => {
  for (const path of [
    'dist/main.js',
    'dist/supervisor.js',
    'dist/index.mjs',
    'dist/index.d.mts',
    'dist/THIRD-PARTY-LICENSES.txt',
  ])
    assert.ok(packed.files.includes(path), path);
  assert.ok(packed.files.includes('schemas/output/process.schema.json'));
  assert.ok(packed.files.includes('LICENSE') && packed.files.includes('SECURITY.md'));
  const expected =
    /^(?:dist\/.+|schemas\/.+\.json|(?:.+\/)?[\w-]+\.md|docs\/growth\/\w+\.svg|examples\/.+|package\.json|LICENSE)$/;
  assert.equal(
    packed.files.filter((path) => !expected.test(path)),
    [],
  );
  assert.equal(
    packed.files.filter((path) => /(?:^|\/)(?:test|node_modules|\.[^/]+)\//.test(path)),
    [],
  );
});

test('no folder above it has packages that could help', () => {
  for (let folder = packed.folder; dirname(folder) !== folder; folder = dirname(folder))
    assert.not.ok(existsSync(join(folder, 'node_modules')), folder);
});

test('it says its version', async () => {
  const { code, stdout } = await project.call(['--version']);
  assert.is(code, 0);
  assert.match(stdout, /^\d+\.\d+\.\d+\n$/);
});

test('an empty project has nothing to tell, and stays empty', async () => {
  const said = async (...args: string[]): Promise<string> => (await project.call(['bg', ...args])).stdout;
  assert.is(await said('list'), 'No background processes\n');
  assert.is(await said('list', '--status', 'failed'), 'No failed background processes\n');
  assert.match(await said('status'), /^No running background processes\nWatcher: /);
  assert.equal(readdirSync(project.folder), []);
});

test('run says two lines: that it was launched, and how to look at it', async () => {
  const { code, stdout, stderr } = await project.call([
    'bg',
    'run',
    '--name',
    'build',
    '--',
    'sh',
    '-c',
    script,
  ]);
  assert.equal([code, stderr], [0, '']);
  const match =
    /^✅ Process launched successfully \(ID: ([a-z][a-z0-9]{7})\)\nMonitor: tapps-agents bg status \1\n$/.exec(
      stdout,
    );
  id = match?.[1] ?? '';
  assert.is.not(id, '', stdout);
});

test('emit inside the command writes progress and notes into its journal', async () => {
  const { message } = await project.event(id, 'process.noted');
  assert.is(message, 'was slow --- cache was cold');
  const { progress } = await project.status(id);
  assert.equal(progress, { percent: 50, step: 3, steps: 4, label: 'link it' });
});

test('status shows its facts in the order of the contract', async () => {
  const { code, stdout, stderr } = await project.call(['bg', 'status', id]);
  assert.equal([code, stderr], [0, '']);
  const [first, type, status, progress, started, elapsed, output, ...more] = stdout.split('\n');
  assert.equal([first, type, status], [`Process ID: ${id}`, 'Type: sh', 'Status: running']);
  assert.is(progress, 'Progress: 50% (Step 3/4: link it)');
  assert.match(started ?? '', /^Started: \d\d:\d\d:\d\d$/);
  assert.match(elapsed ?? '', /^Elapsed: \d+(\.\d)?s$/);
  assert.is(output, `Output: .tapps-agents/output/${id}.output`);
  assert.ok(more.includes('Name: build'));
});

test('list and status without an id show a heading with the count, and a table', async () => {
  const list = await project.call(['bg', 'list']);
  const rows = list.stdout.split('\n');
  assert.is(rows[0], 'Background Processes (1):');
  assert.is(rows[1], 'ID        Type  Status   Progress  Started   Duration');
  assert.match(rows[2] ?? '', new RegExp(`^${id}  sh    running  50%       \\d\\d:\\d\\d:\\d\\d  \\d`));
  const running = await project.call(['bg', 'list', '--status', 'running']);
  assert.is(running.stdout.split('\n')[0], 'Running Background Processes (1):');
  assert.match((await project.call(['bg', 'status'])).stdout, /^Running Background Processes \(1\):\n/);
});

test('logs -f ends with the process, with its last line, though that has no line end', async () => {
  const following = project.call(['bg', 'logs', id, '-f']);
  const asJson = project.call(['bg', 'logs', id, '-f', '--json']);
  await new Promise((resolve) => setTimeout(resolve, 300)); // so that both are likely to follow, not only to read
  writeFileSync(join(project.folder, 'go'), '');
  const { code, stdout, stderr } = await following;
  assert.equal([code, stdout, stderr], [0, 'Step 1/4: prepare\nthe last line', '']);
  assert.is((await asJson).stdout, '{"line":"Step 1/4: prepare"}\n{"line":"the last line"}\n');
});

test('wait gives its code and says how it ended', async () => {
  const { code, stdout } = await project.call(['bg', 'wait', id]);
  assert.equal([code, stdout], [0, `✅ Process ${id} completed successfully\n`]);
});

test('logs shows the output, and with --journal the events', async () => {
  assert.is((await project.call(['bg', 'logs', id, '-n', '1'])).stdout, 'the last line');
  const { stdout } = await project.call(['bg', 'logs', id, '--journal']);
  assert.match(stdout, / launch\.requested .*\n.* launch\.validated .*\n/);
  assert.match(stdout, /note: was slow --- cache was cold\n/);
  assert.match(stdout, /exited with code 0\n$/);
});

test('replay walks the journal, also at a speed, and as NDJSON is the journal itself', async () => {
  const { stdout } = await project.call(['bg', 'replay', id]);
  const events = project.events(id);
  assert.is(stdout.split('\n').length - 1, events.length);
  assert.match(stdout, /^ {3}1 {7}\+0\.000s {2}launch\.requested/);
  const replayed = await project.call(['bg', 'replay', id, '--speed', '1000', '--json']);
  const lines = replayed.stdout.trimEnd().split('\n');
  assert.equal(
    lines.map((line) => JSON.parse(line)),
    events,
  );
});

test('replay --seq and --at show the status as it was then', async () => {
  const started = project.events(id).findIndex(({ type }) => type === 'process.started') + 1;
  const atSeq = await project.call(['bg', 'replay', id, '--seq', String(started), '--json']);
  fitsSchema('process', atSeq.stdout);
  assert.is(JSON.parse(atSeq.stdout).status, 'running');
  const noted = project.events(id).find(({ type }) => type === 'process.noted');
  const at = await project.call(['bg', 'replay', id, '--at', noted?.at ?? '']);
  assert.match(at.stdout, /\nStatus: running\nProgress: 50% \(Step 3\/4: link it\)\n/);
});

test('stop ends a process, and says so', async () => {
  const other = await project.launch(['sleep', '60']);
  const { code, stdout } = await project.call(['bg', 'stop', other, '--yes', '--reason', 'enough']);
  assert.equal([code, stdout], [0, `✅ Stopped process ${other}\n`]);
  assert.is((await project.status(other)).status, 'stopped');
});

test('verify finds nothing off', async () => {
  const { code, stdout } = await project.call(['bg', 'verify']);
  assert.is(code, 0);
  assert.match(stdout, /^✅ 2 journals, \d+ events: nothing is off\n$/);
});

test('every JSON document is of its published shape, alone on stdout', async () => {
  const fits = async (shape: Parameters<typeof fitsSchema>[0], ...args: string[]): Promise<void> => {
    fitsSchema(shape, (await project.call([...args.slice(0, 2), '--json', ...args.slice(2)])).stdout);
  };
  await fits('process', 'bg', 'status', id);
  await fits('process', 'bg', 'wait', id);
  await fits('list', 'bg', 'status');
  await fits('list', 'bg', 'list');
  await fits('launch', 'bg', 'run', '--', 'true');
  await fits('process', 'bg', 'run', '--wait', '--', 'true');
  await fits('launch', 'bg', 'run', '--', 'no-such-command');
  await fits('launch', 'bg', 'run', '--dry-run', '--', 'true');
  await fits('error', 'bg', 'status', 'nobody');
  const { processes } = await project.callJson<ListJson>(['bg', 'list']);
  assert.is(processes.length, 5);
});

test('a process whose supervisor was killed goes on, and its end is found without any service', async () => {
  const lone = await project.launch(['sh', '-c', 'while [ ! -e end ]; do sleep 0.05; done']);
  const { supervisorPid } = await project.status(lone);
  assert.type(supervisorPid, 'number');
  process.kill(Number(supervisorPid), 'SIGKILL');
  await project.statusOnce(lone, ({ health }) => health === 'unsupervised');
  writeFileSync(join(project.folder, 'end'), '');
  const ended = await eventually(async () => {
    const status = await project.status(lone);
    return status.health === 'ended' ? status : null;
  });
  assert.equal([ended.status, ended.reason], ['failed', 'lost']);
});

test.run();
