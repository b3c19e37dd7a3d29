// timeout: 240s
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually, isAlive, TestProject } from '../rig/project.ts';
import { launchRefused } from '../rig/refused-launch.ts';
import { FailingCalls } from '../rig/strace.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('a supervisor to whom the system says no');
const project = new TestProject();
test.after(() => project.end());

const pauseMs = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const traced = { needs: ['strace', 'procfs'], timeoutMs: 120_000 } as const;

for (const [what, when] of [
  ['order', 3], // the first two are opened by whoever starts it and by Node, before it is a supervisor at all
  ['answer', 4],
] as const)
  test.fault(
    35,
    `where nothing can take the place of the pipe of its ${what} it attends to the command all the same`,
    async () => {
      const refused = { path: '/dev/null', injection: `openat,open:error=ENFILE:when=${when}` };
      const { code, said, id } = await launchRefused(project, refused, ['--', 'sh', '-c', 'sleep 1; exit 3']);
      assert.is(code, 0, said);
      assert.is((await project.event(id, 'process.exited')).code, 3);
      assert.equal(
        project.events(id).filter(({ type }) => type === 'process.warned'),
        [],
      );
    },
    traced,
  );

test.fault(
  30,
  'what was queued begins once its output can be opened',
  async () => {
    const gate = join(project.folder, 'go');
    const first = await project.launch(['sh', '-c', `until [ -e ${gate} ]; do sleep 0.05; done`]);
    const next = await project.launch(['sh', '-c', 'exit 3'], ['--after', first]);
    const supervisor = (await project.event(next, 'process.launched')).supervisorPid ?? 0;
    const full = ['openat,open:error=ENOSPC'];
    const failing = await FailingCalls.of(supervisor, project.outputPath(next), full);
    writeFileSync(gate, '');
    await project.event(first, 'process.exited');
    await pauseMs(2000);
    assert.ok(isAlive(supervisor));
    assert.not.ok(project.events(next).some(({ type }) => type === 'process.started'));
    await failing.end();
    assert.is((await project.event(next, 'process.exited')).code, 3);
  },
  traced,
);

test.fault(
  30,
  'what waits for its output to be opened can be stopped',
  async () => {
    const first = await project.launch(['sleep', '2']);
    const next = await project.launch(['true'], ['--after', first]);
    const supervisor = (await project.event(next, 'process.launched')).supervisorPid ?? 0;
    const full = ['openat,open:error=ENOSPC'];
    const failing = await FailingCalls.of(supervisor, project.outputPath(next), full);
    await project.event(first, 'process.exited');
    await pauseMs(1500);
    assert.is((await project.call(['bg', 'stop', next, '--yes'])).code, 0);
    assert.is((await project.status(next)).status, 'stopped');
    await eventually(() => (isAlive(supervisor) ? null : true));
    await failing.end();
  },
  traced,
);

test.fault(
  35,
  'another attempt begins once there is a descriptor to start it with',
  async () => {
    const once = 'if [ -e first ]; then exit 0; else touch first; exit 3; fi';
    const id = await project.launch(['sh', '-c', once], ['--retries', '1', '--retry-delay', '2s']);
    const { supervisorPid } = await project.event(id, 'process.started');
    await project.event(id, 'process.exited');
    const limit = (to: string): void =>
      void execFileSync('prlimit', ['--pid', String(supervisorPid), `--nofile=${to}:`]);
    limit('3');
    await pauseMs(4000);
    assert.is(project.events(id).filter(({ type }) => type === 'process.started').length, 1);
    limit('1024');
    await project.statusOnce(id, ({ status }) => status === 'completed', 15_000);
  },
  traced,
);

test.run();
