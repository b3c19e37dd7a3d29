// timeout: 240s
import { spawn } from 'node:child_process';
import { eventually, isAlive } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';
import { child, StopStage, sleeper } from './stop-stage.ts';

const test = suite('stopping where no supervisor acts');
const project = new StopStage();
test.after(() => project.end());

/** It waits seconds for the supervisor, while the other tests run. */
let standingStill: Promise<void> = Promise.resolve();

test.fault(
  42,
  'without its supervisor, stop ends the family itself and records that it is lost',
  async () => {
    const id = await project.launchOrphan([child('spawns-whole-family.sh')]);
    const alone = await project.verdict(id);
    assert.equal([alone.status, alone.health], ['running', 'unsupervised']);
    assert.is((await project.stop(id, '--grace', '300ms')).code, 0);
    await project.assertNobodyLeft(id);
    assert.is((await project.event(id, 'process.lost')).reason, 'supervisor_died');
    assert.is((await project.verdict(id)).status, 'stopped');
    const again = await project.stop(id);
    assert.is(again.code, 5);
    assert.match(again.stderr, 'already ended (stopped)');
  },
);

test.fault(46, 'two stops at once of an orphan both succeed, and it ends once', async () => {
  const id = await project.launchOrphan(sleeper);
  for (const { code, stderr } of await Promise.all([project.stop(id), project.stop(id)]))
    assert.ok(code === 0 || code === 5, stderr);
  await project.assertNobodyLeft(id);
  assert.is((await project.verdict(id)).status, 'stopped');
});

for (const step of ['stop.after-requested', 'stop.after-terminate'] as const) {
  test.fault(6, `an orphan whose stop is killed at ${step}: a second stop works, or it is over`, async () => {
    const id = await project.launchOrphan(sleeper);
    await project.dyingStop(id, step);
    const { status } = await project.verdict(id);
    assert.is(status, step === 'stop.after-requested' ? 'running' : 'stopped');
    assert.is((await project.stop(id)).code, status === 'running' ? 0 : 5);
    assert.is((await project.verdict(id)).status, 'stopped');
    await project.assertNobodyLeft(id);
  });
}

test.fault(
  42,
  'where supervisor and command die while it waits, stop ends whom they leave behind',
  async () => {
    const id = await project.launchReady([child('spawns-setsid-grandchild.sh')]);
    const { supervisorPid, pid } = await project.event(id, 'process.started');
    process.kill(supervisorPid, 'SIGSTOP'); // or it would do what is asked
    const env = { ...process.env, NODE_ENV: 'test', TAPPS_FAILPOINT: 'stop.after-requested:stop' };
    const words = [project.program, 'bg', 'stop', id, '--yes'];
    const stopping = spawn(process.execPath, words, { cwd: project.folder, env, stdio: 'ignore' });
    await project.event(id, 'process.stop_requested');
    process.kill(pid, 'SIGKILL');
    process.kill(supervisorPid, 'SIGKILL');
    await eventually(() => (isAlive(supervisorPid) ? null : true));
    await project.call(['bg', 'watch', '--once']);
    assert.equal(
      [(await project.verdict(id)).status, project.grandchildren(id).some(isAlive)],
      ['stopped', true],
    );
    const code = new Promise((resolve) => stopping.once('exit', resolve));
    stopping.kill('SIGCONT');
    assert.is(await code, 0);
    await project.assertNobodyLeft(id);
  },
);

test.before(() => {
  standingStill = stopStandingStill();
  standingStill.catch(() => {}); // told by the test
});

test.fault(
  45,
  'where the supervisor does not act, stop does it after a while; the supervisor comes back to an ended process',
  () => standingStill,
  { timeoutMs: 60_000 },
);

test.run();

async function stopStandingStill(): Promise<void> {
  const id = await project.launchReady([child('spawns-setsid-grandchild.sh')]);
  const { supervisorPid } = await project.event(id, 'process.started');
  process.kill(supervisorPid, 'SIGSTOP');
  try {
    const { status, health } = await project.verdict(id);
    assert.equal([status, health], ['running', 'healthy'], 'it is not dead');
    assert.is((await project.stop(id, '--grace', '200ms')).code, 0);
    assert.is((await project.verdict(id)).status, 'stopped');
    assert.equal(project.grandchildren(id).filter(isAlive), []);
    assert.is(project.types(id).includes('process.lost'), false);
  } finally {
    process.kill(supervisorPid, 'SIGCONT');
  }
  await project.assertNobodyLeft(id);
  const ends = project.types(id).filter((type) => type === 'process.exited');
  assert.is(ends.length, 1, 'a look of the watcher in another test may write the verdict after it');
  assert.is((await project.verdict(id)).status, 'stopped');
}
