import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TestProject } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('waiting');
const project = new TestProject();
/** A command that goes on when its file appears: the test decides when what happens. */
const until = (file: string): string => `while [ ! -e ${file} ]; do sleep 0.05; done`;
const allow = (file: string): void => writeFileSync(join(project.folder, file), '');

test.after(() => project.end());

test('several ids: the first code that is not zero, in the order they were given', async () => {
  const ids = [];
  for (const code of [0, 7, 3]) ids.push(await project.launch(['sh', '-c', `exit ${code}`]));
  const [zero = '', seven = '', three = ''] = ids;
  const said = await project.call(['bg', 'wait', zero, three, seven]);
  assert.is(said.code, 3);
  assert.equal(said.stdout.split('\n'), [
    `✅ Process ${zero} completed successfully`,
    `❌ Process ${three} failed: exited with code 3`,
    `❌ Process ${seven} failed: exited with code 7`,
    '',
  ]);
  const { processes } = await project.callJson<{ processes: { id: string }[] }>(['bg', 'wait', ...ids]);
  assert.equal(
    processes.map(({ id }) => id),
    ids,
  );
});

test('--any returns with the first that ends, the others run on', async () => {
  const long = await project.launch(['sleep', '60']);
  const short = await project.launch(['sh', '-c', `${until('any')}; exit 4`]);
  const waiting = project.call(['bg', 'wait', long, short, '--any']);
  allow('any');
  const { code, stdout } = await waiting;
  assert.equal([code, stdout], [4, `❌ Process ${short} failed: exited with code 4\n`]);
  assert.is((await project.status(long)).status, 'running');
});

test('--for running, progress:N and log:REGEX end with 0 while the process runs', async () => {
  const id = await project.launch([
    'sh',
    '-c',
    `${until('half')}; echo '[50/100]'; printf 'server läuft on port 80\\n'; sleep 60`,
  ]);
  assert.is((await project.call(['bg', 'wait', id, '--for', 'running'])).code, 0);
  const half = project.call(['bg', 'wait', id, '--for', 'progress:50']);
  const log = project.call(['bg', 'wait', id, '--for', 'log:läuft.*port \\d+$']);
  allow('half');
  assert.equal([(await half).code, (await half).stdout], [0, `✅ Process ${id}: progress:50\n`]);
  assert.is((await log).code, 0);
  assert.is(
    (await project.call(['bg', 'wait', id, '--for', 'log:port 80'])).code,
    0,
    'also what was written before',
  );
  const late = await project.call(['bg', 'wait', id, '--for', 'progress:51', '--timeout', '200ms']);
  assert.equal([late.code, late.stdout], [124, '']);
  assert.match(late.stderr, /^❌ Timed out after /);
});

test('a process that ends before what was waited for gives its code, and never 0', async () => {
  const id = await project.launch(['true']);
  const { code, stdout } = await project.call(['bg', 'wait', id, '--for', 'log:never']);
  assert.equal([code, stdout], [1, `✅ Process ${id} completed successfully (before log:never)\n`]);
  const failed = await project.launch(['sh', '-c', 'exit 9']);
  assert.is((await project.call(['bg', 'wait', failed, '--for', 'progress:1'])).code, 9);
});

test('what cannot be waited for is refused with exit code 2', async () => {
  assert.is((await project.call(['bg', 'wait', '@last', '--for', 'sunset'])).code, 2);
  assert.is((await project.call(['bg', 'wait', '@last', '--timeout', 'soon'])).code, 2);
});

test('status --watch ends with the process; in a pipe it prints a block a change, without controls', async () => {
  const id = await project.launch(['sh', '-c', until('watched')]);
  const watching = project.call(['bg', 'status', id, '--watch', '--exit-code']);
  const asJson = project.call(['bg', 'status', id, '--watch', '--json']);
  allow('watched');
  const { code, stdout } = await watching;
  assert.is(code, 0);
  const statuses = stdout.match(/^Status: \w+$/gm) ?? [];
  assert.is(statuses.at(-1), 'Status: completed');
  assert.not.match(stdout, /\x1b/);
  const documents = (await asJson).stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  assert.is(documents.at(-1).status, 'completed');
});

test('logs --journal -f and replay --follow end with the exit event', async () => {
  const id = await project.launch(['sh', '-c', until('followed')]);
  const following = project.call(['bg', 'logs', id, '--journal', '-f']);
  const replaying = project.call(['bg', 'replay', id, '--follow', '--json']);
  allow('followed');
  assert.match((await following).stdout, /process\.exited {10}exited with code 0\n$/);
  const events = (await replaying).stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  assert.equal(events, project.events(id));
});

test('logs of a process without output say nothing, and -n 0 shows only what comes', async () => {
  const silent = await project.launch(['true'], ['--wait']);
  assert.equal(await project.call(['bg', 'logs', silent]), { code: 0, stdout: '', stderr: '' });
  const id = await project.launch(['sh', '-c', 'echo old; echo new'], ['--wait']);
  assert.is((await project.call(['bg', 'logs', id, '-n', '0'])).stdout, '');
  assert.is((await project.call(['bg', 'logs', id, '-n1'])).stdout, 'new\n');
});

test.run();
