// timeout: 240s
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ProcessJson } from '../../schemas/generated/types.ts';
import { type FailpointName, failpointNames } from '../../src/base/failpoint.ts';
import { processIdOf, projectAt } from '../../src/journal/project-paths.ts';
import { observe } from '../../src/observe/observe.ts';
import { type Called, eventually, TestProject } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';
import { processesOf } from './processes-of.ts';

const test = suite('killed at every step');
const project = new TestProject();
test.after(() => project.end());

type Crash = { readonly id: string; readonly called: Called; readonly ran: () => boolean };

/** Launches a command that leaves a file and two lines, with a program that dies at a step. */
async function launchAndDieAt(steps: string): Promise<Crash> {
  const before = journals();
  const ran = `ran-at-${steps.replaceAll(/[:,]/g, '-')}`;
  const script = `echo first; touch ${ran}; sleep 0.4; echo last`;
  const called = await project.call(['bg', 'run', '--', 'sh', '-c', script], {
    env: { NODE_ENV: 'test', TAPPS_FAILPOINT: steps },
  });
  const [id = '', ...more] = journals().filter((name) => !before.includes(name));
  assert.equal(more, []);
  return { id, called, ran: () => existsSync(join(project.folder, ran)) };
}

function journals(): string[] {
  const folder = join(project.folder, '.tapps-agents', 'journal');
  return existsSync(folder) ? readdirSync(folder).flatMap((name) => processIdOf(name) ?? []) : [];
}

/** Waits until nobody is left, then asks twice: one end, and always the same. */
async function endOf(id: string): Promise<ProcessJson> {
  await eventually(() => (processesOf(id).length === 0 ? true : null));
  const status = await project.status(id);
  assert.ok(['completed', 'failed', 'stopped'].includes(status.status), `${id} is ${status.status}`);
  assert.is(status.health, 'ended');
  const ends = project
    .events(id)
    .map(({ type }) => type)
    .filter((type) => terminal.includes(type));
  assert.ok(ends.length <= 1, `ends: ${ends.join(' ')}`);
  const { verdict } = await observe(projectAt(project.folder), id);
  assert.equal([verdict.status, verdict.reason], [status.status, status.reason]);
  return status;
}

const terminal = ['process.exited', 'process.lost', 'process.spawn_failed'];

const stepsOf = (program: string): FailpointName[] =>
  failpointNames.filter((name) => name.startsWith(`${program}.`));
/** The order has not been given yet. */
const unordered = stepsOf('launch').slice(1, stepsOf('launch').indexOf('launch.after-spec'));
const gated = ['supervise.before-spawn', 'supervise.after-spawn', 'supervise.after-started'] as const;

test.fault(3, 'before the first line is written, nothing is there', async () => {
  const { called, id } = await launchAndDieAt('launch.before-requested:kill');
  assert.is(called.code, -1);
  assert.is(id, '');
});

for (const step of unordered) {
  test.fault(
    3,
    `the launcher dies at ${step}: the command never starts, and its status says so`,
    async () => {
      const { called, id, ran } = await launchAndDieAt(`${step}:kill`);
      assert.is(called.code, -1);
      const status = await endOf(id);
      assert.equal([status.status, status.reason], ['failed', 'lost']);
      assert.match(status.message ?? '', 'cut off before the command started');
      assert.is(ran(), false);
    },
  );
}

for (const step of ['launch.after-spec', 'launch.before-answer'] as const) {
  test.fault(3, `the launcher dies at ${step}: the command runs to its end or never starts`, async () => {
    const { called, id, ran } = await launchAndDieAt(`${step}:kill`);
    assert.is(called.code, -1);
    const { status, reason } = await endOf(id);
    assert.equal([status, reason], ran() ? ['completed', null] : ['failed', 'lost']);
    if (step === 'launch.before-answer') assert.is(ran(), true);
    if (ran()) assert.is(readFileSync(project.outputPath(id), 'utf8'), 'first\nlast\n');
  });
}

for (const launcherToo of [false, true]) {
  const whoever = launcherToo ? 'launcher and supervisor die' : 'the supervisor dies';
  const also = launcherToo ? 'launch.after-spec:kill,' : '';
  for (const step of gated) {
    test.fault(8, `${whoever} at ${step}: the command never runs and nothing is left`, async () => {
      const { called, id, ran } = await launchAndDieAt(`${also}${step}:kill`);
      assert.is(called.code, launcherToo ? -1 : 1);
      const { status, reason } = await endOf(id);
      assert.equal([status, reason], ['failed', 'lost']);
      assert.is(ran(), false);
    });
  }

  test.fault(4, `${whoever} just after the release: the command goes on, its pid is on record`, async () => {
    const { id } = await launchAndDieAt(`${also}supervise.after-release:kill`);
    if (launcherToo && !project.events(id).some(({ type }) => type === 'process.started')) {
      await eventually(() => (project.events(id).length > 3 || processesOf(id).length === 0 ? true : null));
    }
    const { status, reason } = await endOf(id);
    assert.equal([status, reason], ['failed', 'lost']);
    if (!existsSync(project.outputPath(id))) return assert.is(launcherToo, true); // the order never arrived
    const { pid } = await project.event(id, 'process.started');
    assert.ok(pid > 1);
    assert.is(readFileSync(project.outputPath(id), 'utf8'), 'first\nlast\n');
  });
}

for (const [step, ending] of [
  ['supervise.before-exited', ['failed', 'lost']],
  ['supervise.after-exited', ['completed', null]],
] as const) {
  test.fault(4, `the supervisor dies at ${step}: ${ending[0]}, with the whole output`, async () => {
    const { called, id } = await launchAndDieAt(`${step}:kill`);
    assert.is(called.code, 0);
    const { status, reason } = await endOf(id);
    assert.equal([status, reason], [...ending]);
    assert.is(readFileSync(project.outputPath(id), 'utf8'), 'first\nlast\n');
  });
}

for (const step of gated) {
  test.fault(8, `a fault of the supervisor at ${step}: the launch fails and nothing is left`, async () => {
    const { called, id, ran } = await launchAndDieAt(`${step}:throw`);
    assert.is(called.code, 1);
    assert.match(called.stderr, `failpoint ${step}`);
    const { status } = await endOf(id);
    assert.is(status, 'failed');
    assert.is(ran(), false);
  });
}

test.fault(3, 'a launcher that fails after it has started the supervisor does not wait for it', async () => {
  const { called, id, ran } = await launchAndDieAt('launch.after-launched:throw');
  assert.is(called.code, 1);
  assert.is((await endOf(id)).reason, 'lost');
  assert.is(ran(), false);
});

test.run();
