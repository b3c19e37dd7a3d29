// timeout: 120s
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually, isAlive } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';
import { WatchedProject } from '../rig/watched-project.ts';

const test = suite('no descriptor is free');
const project = new WatchedProject();
test.after(() => project.end());

test.fault(
  35,
  'a watcher without a descriptor does not die of it, and tells the end once there are some again',
  async () => {
    const gate = join(project.folder, 'go');
    const id = await project.launch(['sh', '-c', `until [ -e ${gate} ]; do sleep 0.05; done; exit 3`]);
    const { pid, supervisorPid } = await project.event(id, 'process.started');
    const watcher = await project.watcherUp();
    const limit = (of: number, to: string): void =>
      void execFileSync('prlimit', ['--pid', String(of), `--nofile=${to}:`]);
    limit(watcher.pid, '3');
    limit(supervisorPid, '3');
    writeFileSync(gate, '');
    await eventually(() => (isAlive(pid) ? null : true), 20_000);
    await project.event(id, 'process.exited', 20_000);
    // Two sweeps and four looks at who lives come in this time.
    await new Promise((resolve) => setTimeout(resolve, 4500));
    assert.ok(isAlive(watcher.pid), 'the watcher died');
    limit(watcher.pid, '1024');
    await eventually(
      () => (project.told().some((line) => line.startsWith(`failed ${id} `)) ? true : null),
      30_000,
    );
    assert.ok(isAlive(watcher.pid), 'the same watcher told it');
  },
  { needs: 'procfs', timeoutMs: 120_000 },
);

test.run();
