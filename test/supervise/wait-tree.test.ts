// timeout: 180s
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { processesOf } from '../faults/processes-of.ts';
import { eventually, isAlive, TestProject } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('the end of a tree');
const project = new TestProject();
test.after(() => project.end());

const path = (file: string): string => join(project.folder, file);
const until = (file: string): string => `while [ ! -e ${file} ]; do sleep 0.05; done`;
const waitsForTree = ['--wait-tree'];
const commandIsGone = async (id: string): Promise<void> => {
  const { pid } = await project.event(id, 'process.started');
  await eventually(() => (isAlive(pid) ? null : true));
};

test('with --wait-tree it runs until all that it started has ended, and then has the code of the command', async () => {
  const member = `trap 'exit 9' TERM; ${until('go')}; echo last word`;
  const id = await project.launch(['sh', '-c', `(${member}) & exit 5`], waitsForTree);
  await commandIsGone(id);
  await project.event(id, 'process.heartbeat');
  const { status, health } = await project.status(id);
  assert.equal([status, health], ['running', 'healthy']);
  writeFileSync(path('go'), '');
  const { code } = await project.event(id, 'process.exited');
  assert.is(code, 5);
  const types = project.events(id).map(({ type }) => type);
  assert.not.ok(types.includes('process.warned'), 'nothing is left running');
  const logs = await project.call(['bg', 'logs', id]);
  assert.match(logs.stdout, 'last word');
});

test('what left the session and the group is waited for too', async () => {
  const id = await project.launch(['sh', '-c', `setsid sh -c '${until('far')}' & exit 0`], waitsForTree);
  await commandIsGone(id);
  await project.event(id, 'process.heartbeat');
  assert.is((await project.status(id)).status, 'running');
  writeFileSync(path('far'), '');
  await project.statusOnce(id, ({ status }) => status === 'completed');
});

test('a stop reaches what outlived the command, also without its environment', async () => {
  const id = await project.launch(['sh', '-c', 'env -i sleep 300 & sleep 0.2; exit 0'], waitsForTree);
  await commandIsGone(id);
  await project.event(id, 'process.heartbeat');
  const { code, stderr } = await project.call(['bg', 'stop', id, '--yes']);
  assert.is(code, 0, stderr);
  assert.is((await project.status(id)).status, 'stopped');
  await eventually(() => (processesOf(id).length === 0 ? true : null));
});

test('the time limit holds for the whole tree', async () => {
  const id = await project.launch(
    ['sh', '-c', 'sleep 300 & exit 0'],
    [...waitsForTree, '--timeout', '1500ms'],
  );
  await project.statusOnce(id, ({ status, reason }) => status === 'failed' && reason === 'timeout', 20_000);
  assert.equal(processesOf(id), []);
});

test('without --wait-tree the command is the end, and what still runs is named', async () => {
  const id = await project.launch(['sh', '-c', `(${until('later')}; touch after) & exit 0`]);
  await project.event(id, 'process.exited');
  const warning = await project.event(id, 'process.warned');
  assert.is(warning.kind, 'left_running');
  assert.ok((warning.pids?.length ?? 0) >= 1);
  writeFileSync(path('later'), '');
  await eventually(() => (existsSync(path('after')) ? true : null));
});

test.run();
