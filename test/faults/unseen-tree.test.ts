// timeout: 120s
import { eventually, isAlive, TestProject } from '../rig/project.ts';
import { FailingCalls } from '../rig/strace.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('nobody can look who lives');
const project = new TestProject();
test.after(() => project.end());

const pauseMs = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test.fault(
  35,
  'a time limit that is over while a supervisor has no descriptor free ends the command once it has one',
  async () => {
    const id = await project.launch(['sleep', '300'], ['--timeout', '4s']);
    const { pid, supervisorPid } = await project.event(id, 'process.started');
    const failing = await FailingCalls.of(supervisorPid, '/proc', ['openat,open:error=EMFILE']);
    await project.event(id, 'process.stop_requested', 20_000);
    await pauseMs(6000);
    assert.ok(isAlive(pid), 'its tree could be seen: the test proves nothing');
    await failing.end();
    await eventually(() => (isAlive(pid) ? null : true), 15_000);
    await project.event(id, 'process.exited');
    assert.is((await project.status(id)).reason, 'timeout');
  },
  { needs: ['strace', 'procfs'], timeoutMs: 90_000 },
);

test.run();
