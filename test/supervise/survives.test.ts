// timeout: 180s
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FailpointName } from '../../src/base/failpoint.ts';
import { projectAt } from '../../src/journal/project-paths.ts';
import { observe } from '../../src/observe/observe.ts';
import { processesOf } from '../faults/processes-of.ts';
import { eventually, isAlive, TestProject } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('what a process survives');
const project = new TestProject();
test.before(() => project.raiseLimit());
test.after(() => project.end());

const verdictOf = async (id: string) => (await observe(projectAt(project.folder), id)).verdict;

/** `exec`: a signal in the moment in which dash starts another program is heard by neither (it is between two handlers). */
const launchAndStay = `"${process.execPath}" "${project.program}" bg run --quiet -- sleep 300 > "$ID.tmp" && mv "$ID.tmp" "$ID"; exec sleep 300`;

function startShell(name: string): ChildProcess {
  return spawn('sh', ['-c', launchAndStay], {
    cwd: project.folder,
    env: { ...process.env, ID: name },
    detached: true,
    stdio: 'ignore',
  });
}

function idIn(name: string): Promise<string> {
  const path = join(project.folder, name);
  return eventually(() => (existsSync(path) ? readFileSync(path, 'utf8').trim() : null));
}

async function assertLives(id: string): Promise<void> {
  const { pid, supervisorPid } = await project.event(id, 'process.started');
  await new Promise((resolve) => setTimeout(resolve, 200)); // a signal on its way would have arrived
  assert.ok(isAlive(pid), 'the command lives');
  assert.ok(isAlive(supervisorPid), 'its supervisor lives');
  const { status, health } = await verdictOf(id);
  assert.equal([status, health], ['running', 'healthy']);
}

for (const signal of ['SIGINT', 'SIGHUP'] as const) {
  test.fault(44, `${signal} to the whole group that launched it`, async () => {
    const shell = startShell(`id-${signal}`);
    const id = await idIn(`id-${signal}`);
    process.kill(-(shell.pid ?? 0), signal);
    await new Promise((resolve) => shell.once('exit', resolve));
    await assertLives(id);
  });
}

/** Stops the launcher at a step, presses Ctrl-C, and lets it go on. */
async function interruptAt(step: FailpointName): Promise<string> {
  const known = journals();
  const launcher = spawn(process.execPath, [project.program, 'bg', 'run', '--', 'sleep', '300'], {
    cwd: project.folder,
    env: { ...process.env, NODE_ENV: 'test', TAPPS_FAILPOINT: `${step}:stop` },
    detached: true,
    stdio: 'ignore',
  });
  const ended = new Promise((resolve) => launcher.once('exit', (_code, signal) => resolve(signal)));
  const pid = launcher.pid ?? 0;
  await eventually(() => (/\) T /.test(readFileSync(`/proc/${pid}/stat`, 'latin1')) ? true : null));
  process.kill(-pid, 'SIGINT');
  process.kill(-pid, 'SIGCONT');
  assert.is(await ended, 'SIGINT');
  return journals().find((id) => !known.includes(id)) ?? '';
}

for (const step of ['launch.after-requested', 'launch.after-supervisor', 'launch.after-launched'] as const) {
  test.fault(44, `Ctrl-C during the launch, at ${step}: it was never started, and says so`, async () => {
    const id = await interruptAt(step);
    const { status, reason } = await project.statusOnce(id, (one) => one.status !== 'queued');
    assert.equal([status, reason], ['failed', 'lost']);
    await eventually(() => (processesOf(id).length === 0 ? true : null));
  });
}

for (const step of ['launch.after-spec', 'launch.before-answer'] as const) {
  test.fault(44, `Ctrl-C during the launch, at ${step}: it runs on`, async () => {
    const id = await interruptAt(step);
    await assertLives(id);
  });
}

test.fault(44, 'the end of the terminal that it was launched from', endOfTerminal, { needs: 'tmux' });

async function endOfTerminal(): Promise<void> {
  const socket = join(project.folder, 'tmux');
  const tmux = (...args: readonly string[]) =>
    spawnSync('tmux', ['-S', socket, ...args], {
      cwd: project.folder,
      env: { ...process.env, ID: 'id-tmux', TERM: 'screen' },
      encoding: 'utf8',
    });
  const { status, stderr } = tmux('-f', '/dev/null', 'new-session', '-d', launchAndStay);
  assert.is(status, 0, stderr);
  const id = await idIn('id-tmux');
  const [requested] = project.events(id);
  assert.is(requested?.type, 'launch.requested');
  tmux('kill-server');
  await assertLives(id);
}

test.run();

function journals(): string[] {
  return readdirSync(join(project.folder, '.tapps-agents', 'journal')).map((name) =>
    name.replace('.ndjson', ''),
  );
}
