// timeout: 180s
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DataOf } from '../../schemas/event.ts';
import { eventually, TestProject } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('how long nothing moved');
const project = new TestProject();
mkdirSync(join(project.folder, '.tapps-agents'), { mode: 0o700 });
writeFileSync(
  join(project.folder, '.tapps-agents', 'config.yaml'),
  'background_processes: {health_check_interval: 0.5, max_concurrent_processes: 1000}\n',
);
test.after(() => project.end());

/** The first heartbeat that is as wanted. */
function beat(
  id: string,
  wanted: (data: DataOf<'process.heartbeat'>) => boolean,
): Promise<DataOf<'process.heartbeat'>> {
  return eventually(() => {
    const beats = project.events(id).filter((event) => event.type === 'process.heartbeat');
    return beats.map(({ data }) => data).find(wanted) ?? null;
  }, 30_000);
}

test('a command that only waits is idle, and no longer than its heartbeats were seen', async () => {
  const id = await project.launch(['sh', '-c', 'echo begun; exec sleep 300']);
  const { idleMs = 0, elapsedMs, silentMs } = await beat(id, (data) => (data.idleMs ?? 0) >= 2000);
  assert.ok(idleMs <= elapsedMs && idleMs <= silentMs, `${idleMs} of ${elapsedMs}, silent ${silentMs}`);
});

test('a timer that does nothing is idle too', async () => {
  const id = await project.launch(['node', '-e', 'setInterval(() => {}, 500)']);
  await beat(id, (data) => (data.idleMs ?? 0) >= 2000);
});

test('silent work is none: processor time, members that come and go, files that are read', async () => {
  const busy = {
    cpu: ['sh', '-c', 'while :; do :; done'],
    members: ['sh', '-c', 'while :; do sleep 0.1; done'],
    io: ['node', '-e', "setInterval(() => require('fs').readFileSync('/proc/self/status'), 100)"],
  };
  const looks = Object.entries(busy).map(async ([what, command]) => {
    const id = await project.launch(command);
    const { idleMs, silentMs } = await beat(id, (data) => data.silentMs >= 4000);
    assert.ok((idleMs ?? silentMs) <= silentMs / 2, `${what}: idle ${idleMs}, silent ${silentMs}`);
    await project.call(['bg', 'stop', id, '--yes', '--grace', '100ms']);
  });
  await Promise.all(looks);
});

test.run();
