// timeout: 120s
import { execFileSync } from 'node:child_process';
import { chmodSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';
import { WatchedProject } from '../rig/watched-project.ts';

const test = suite('a journal that is changed under its run');

let project: WatchedProject;
test.beforeEach(() => {
  project = new WatchedProject(['health_check_interval: 0.3']);
});
test.afterEach(() => project.end());

const patienceMs = 30_000;

/** What people and their tools do to a file. */
const hands: Readonly<Record<string, (path: string) => void>> = {
  'saved by an editor': (path) => execFileSync('sed', ['-i', 's/^$//', path]),
  'made by git, readable for others': (path) => chmodSync(path, 0o644),
  emptied: (path) => truncateSync(path),
  removed: (path) => rmSync(path),
};

for (const [what, change] of Object.entries(hands)) {
  test.fault(
    79,
    `a journal that is ${what} says that it runs, and then how it ended`,
    async () => {
      const gate = join(project.folder, 'go');
      const id = await project.launch(['sh', '-c', `until [ -e ${gate} ]; do sleep 0.05; done; exit 7`]);
      await project.event(id, 'process.started');
      change(project.journalPath(id));
      await statusIs(id, 'running');
      writeFileSync(gate, '');
      await statusIs(id, 'failed');
      const { code } = await project.event(id, 'process.exited', patienceMs);
      assert.is(code, 7);
      await project.event(id, 'process.failed', patienceMs);
      assert.is((await project.status(id)).exitCode, 7);
    },
    { timeoutMs: 100_000 },
  );
}

test.fault(
  79,
  'a process whose journal was emptied can be stopped',
  async () => {
    const id = await project.launch(['sleep', '300']);
    const { pid } = await project.event(id, 'process.started');
    truncateSync(project.journalPath(id));
    await statusIs(id, 'running');
    assert.is((await project.call(['bg', 'stop', id, '--yes'])).code, 0);
    assert.is((await project.status(id)).status, 'stopped');
    assert.throws(() => process.kill(pid, 0));
  },
  { timeoutMs: 60_000 },
);

test.fault(
  79,
  'of what had ended before its journal was emptied nothing is made up, and its output is still found',
  async () => {
    const id = await project.launch(['sh', '-c', 'echo said']);
    await project.event(id, 'process.completed', patienceMs);
    truncateSync(project.journalPath(id));
    const { stdout } = await project.call(['bg', 'why', id]);
    assert.match(stdout, /its journal does not say what was launched/);
    assert.not.match(stdout, /nothing of it ran|rerun/);
    assert.is((await project.call(['bg', 'logs', id])).stdout, 'said\n');
  },
  { timeoutMs: 60_000 },
);

test.run();

async function statusIs(id: string, wanted: string): Promise<void> {
  await eventually(async () => {
    const { code, stdout } = await project.call(['bg', 'status', id, '--json']);
    return code !== 4 && stdout.includes(`"status":"${wanted}"`) ? true : null;
  }, patienceMs);
}
