import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { DataOf } from '../../schemas/event.ts';
import { eventually, TestProject } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('a supervisor whose samples fail');
const project = new TestProject();
test.after(async () => {
  writeFileSync(join(project.folder, 'over'), '');
  await project.end();
});

mkdirSync(join(project.folder, '.tapps-agents'), { mode: 0o700 });
writeFileSync(
  join(project.folder, '.tapps-agents', 'config.yaml'),
  'background_processes: {health_check_interval: 0.2}\n',
);

/** pidusage asks `getconf` how long a tick and how big a page is, once in its life, and waits for the answer. */
for (const { name, script, isMeasured } of [
  {
    name: 'hangs',
    script: `until [ -e ${join(project.folder, 'over')} ]; do sleep 0.1; done`,
    isMeasured: false,
  },
  { name: 'answers with a tick and a page of nothing (NaN)', script: 'echo 0', isMeasured: false },
  { name: 'fails', script: 'exit 1', isMeasured: true },
]) {
  const title = `where what pidusage asks ${name}, heartbeats go on${isMeasured ? '' : ' without the sample'}`;
  test.fault(65, title, async () => {
    const bin = join(project.folder, `bin-${name.split(' ')[0]}`);
    mkdirSync(bin);
    writeFileSync(join(bin, 'getconf'), `#!/bin/sh\n${script}\n`);
    chmodSync(join(bin, 'getconf'), 0o755);
    const PATH = [bin, process.env['PATH']].join(delimiter);
    const beats = await threeBeats({ PATH });
    assert.is(
      beats.some(({ cpuPercent }) => cpuPercent !== null),
      isMeasured,
      JSON.stringify(beats),
    );
  });
}

test.fault(65, 'told not to cache (PIDUSAGE_MAXAGE=0) it measures, and opens nothing for ever', async () => {
  const beats = await threeBeats({ PIDUSAGE_MAXAGE: '0' });
  assert.ok(beats.some(({ memoryBytes }) => (memoryBytes ?? 0) > 0));
});

test.run();

/** Three heartbeats of a run in this environment, between which the supervisor's open files do not become more. */
async function threeBeats(env: Record<string, string>): Promise<DataOf<'process.heartbeat'>[]> {
  const id = await project.launch(['sh', '-c', 'until [ -e stop ]; do sleep 0.1; done'], ['--no-validate'], {
    env,
  });
  const { supervisorPid } = await project.event(id, 'process.started');
  const descriptors = (): number => readdirSync(`/proc/${supervisorPid}/fd`).length;
  await beatsOf(id, 1);
  const before = descriptors();
  const beats = await beatsOf(id, 3);
  assert.ok(descriptors() <= before + 4, `${before} open files became ${descriptors()}`);
  await project.call(['bg', 'stop', id, '--yes', '--grace', '100ms']);
  assert.is((await project.status(id)).status, 'stopped');
  return beats;
}

function beatsOf(id: string, count: number): Promise<DataOf<'process.heartbeat'>[]> {
  return eventually(() => {
    const beats = project
      .events(id)
      .flatMap((event) => (event.type === 'process.heartbeat' ? [event.data] : []));
    return beats.length >= count ? beats : null;
  }, 30_000);
}
