// timeout: 180s
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ProcessJson } from '../../schemas/generated/types.ts';
import { eventually, isAlive, TestProject } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';
import { processesOf } from './processes-of.ts';

const test = suite('killed while it runs');
const project = new TestProject();
const counts = join(import.meta.dirname, '..', 'fixtures', 'children', 'counts.sh');
test.after(() => project.end());

const linesOf = (id: string) => readFileSync(project.outputPath(id), 'utf8').trim().split('\n');
const shown = ({ status, reason, health }: ProcessJson) => [status, reason, health];

async function launchCounting(times: number): Promise<{ id: string; child: number; supervisor: number }> {
  const id = await project.launch([counts, String(times), '0.1']);
  const { pid, supervisorPid } = await project.event(id, 'process.started');
  await eventually(() => (linesOf(id).length >= 2 ? true : null));
  return { id, child: pid, supervisor: supervisorPid };
}

async function kill(...pids: readonly number[]): Promise<void> {
  for (const pid of pids) process.kill(pid, 'SIGKILL');
  await eventually(() => (pids.some(isAlive) ? null : true));
}

test.fault(
  7,
  'the supervisor: the command outlives it, its output goes on and is complete, then it is lost',
  async () => {
    const { id, supervisor } = await launchCounting(20);
    await kill(supervisor);
    assert.equal(shown(await project.status(id)), ['running', null, 'unsupervised']);
    await eventually(() => (processesOf(id).length === 0 ? true : null));
    assert.equal(
      linesOf(id),
      Array.from({ length: 20 }, (_, n) => `line ${n + 1} of 20`),
    );
    assert.equal(shown(await project.status(id)), ['failed', 'lost', 'ended']);
    assert.equal(shown(await project.status(id)), ['failed', 'lost', 'ended']);
  },
);

test.fault(9, 'the command: it failed by SIGKILL, and nobody is left', async () => {
  const { id, child } = await launchCounting(300);
  await kill(child);
  const { status, signal, exitCode } = await project.statusOnce(id, ({ status }) => status !== 'running');
  assert.equal([status, signal, exitCode], ['failed', 'SIGKILL', null]);
  await eventually(() => (processesOf(id).length === 0 ? true : null));
});

test.fault(7, 'both: it is lost at once, not running', async () => {
  const { id, child, supervisor } = await launchCounting(300);
  await kill(supervisor, child);
  assert.equal(shown(await project.status(id)), ['failed', 'lost', 'ended']);
});

test.fault(7, 'both, the command first: lost or killed, but never running', async () => {
  const { id, child, supervisor } = await launchCounting(300);
  await kill(child, supervisor);
  const { status, reason } = await project.status(id);
  assert.is(status, 'failed');
  assert.ok(reason === 'lost' || reason === 'signal', reason ?? 'none');
});

test.fault(
  45,
  'the command, under a supervisor that is stopped: not running, and its end is told later',
  async () => {
    const { id, child, supervisor } = await launchCounting(300);
    process.kill(supervisor, 'SIGSTOP');
    try {
      assert.equal(shown(await project.status(id)), ['running', null, 'healthy']);
      process.kill(child, 'SIGKILL');
      await eventually(() => (isAlive(child) ? null : true));
      assert.equal(shown(await project.status(id)), ['failed', 'lost', 'unknown']);
    } finally {
      process.kill(supervisor, 'SIGCONT');
    }
    await project.event(id, 'process.exited');
    assert.equal(shown(await project.status(id)), ['failed', 'signal', 'ended']);
  },
);

test.fault(44, 'a supervisor does not hear SIGTERM, SIGINT, SIGHUP or SIGQUIT', async () => {
  const { id, child, supervisor } = await launchCounting(5);
  for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT'] as const) process.kill(supervisor, name);
  assert.ok(isAlive(child));
  assert.is((await project.event(id, 'process.exited')).code, 0);
  assert.is(linesOf(id).length, 5);
});

test.run();
