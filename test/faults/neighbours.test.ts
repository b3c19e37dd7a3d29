import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive, TestProject } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('what lies around, and what is missing');

async function inProject(law: (project: TestProject) => Promise<void>): Promise<void> {
  const project = new TestProject();
  try {
    await law(project);
  } finally {
    await project.end();
  }
}

test('an output folder that the settings put elsewhere keeps its mode', () =>
  inProject(async (project) => {
    const shared = join(project.folder, 'shared');
    mkdirSync(shared);
    chmodSync(shared, 0o777);
    mkdirSync(join(project.folder, '.tapps-agents'));
    const config = join(project.folder, '.tapps-agents', 'config.yaml');
    writeFileSync(config, 'background_processes:\n  output_dir: shared\n');
    const id = await project.launch(['true'], ['--wait']);
    assert.is(statSync(shared).mode & 0o777, 0o777);
    assert.is(statSync(join(shared, `${id.split('\n')[0]}.output`)).mode & 0o777, 0o600);
  }));

test("the launching shell's descriptors are held by nobody once the launch has returned", () =>
  inProject(async (project) => {
    const script = `( flock -n 200 && "$@" ) 200>lock >/dev/null; ( flock -n 200 && echo free ) 200>lock`;
    const launch = [process.execPath, project.program, 'bg', 'run', '--', 'sleep', '300'];
    const { stdout } = spawnSync('bash', ['-c', script, 'bash', ...launch], {
      cwd: project.folder,
      encoding: 'utf8',
    });
    assert.is(stdout, 'free\n');
  }));

test.fault(55, 'a secret in a tag, a name, a type, a pattern or a folder is in no journal', () =>
  inProject(async (project) => {
    const secret = ['hunter', '2hunter2'].join('');
    mkdirSync(join(project.folder, `token=${secret}`));
    const options = [
      '--tag',
      `password=${secret}`,
      '--name',
      `secret=${secret}`,
      '--type',
      `token=${secret}`,
    ];
    const id = await project.launch(
      ['true'],
      [...options, '--cwd', `token=${secret}`, '--env', `A=${secret}`],
    );
    await project.event(id, 'process.exited');
    assert.not.match(readFileSync(project.journalPath(id), 'utf8'), secret);
    const { stdout } = await project.call(['bg', 'run', '--json', '--', `API_TOKEN=${secret}`, 'make']);
    assert.not.match(readFileSync(project.journalPath(JSON.parse(stdout).id), 'utf8'), secret);
  }),
);

test('a sparse journal of a terabyte hides and hangs nobody', () =>
  inProject(async (project) => {
    const id = await project.launch(['true'], []);
    await project.event(id, 'process.exited');
    writeFileSync(project.journalPath('sparse'), '', { mode: 0o600 });
    truncateSync(project.journalPath('sparse'), 1024 ** 4);
    assert.is((await project.status(id)).status, 'completed');
    const { processes } = await project.callJson<{ processes: { id: string }[] }>(['bg', 'list']);
    assert.ok(processes.some((one) => one.id === id));
  }));

test.fault(
  35,
  'a supervisor without a descriptor left still writes how it ended',
  () =>
    inProject(async (project) => {
      const id = await project.launch(['sleep', '4'], []);
      const { supervisorPid } = await project.event(id, 'process.started');
      await project.event(id, 'process.heartbeat');
      execFileSync('prlimit', ['--pid', String(supervisorPid), '--nofile=3:4096']);
      const exited = await project.event(id, 'process.exited', 20_000);
      assert.is(exited.code, 0);
    }),
  { needs: 'procfs' },
);

test.skipUnless(
  'procfs',
  'an end that its stopped supervisor has not recorded is waited for, and then told as it was',
  () =>
    inProject(async (project) => {
      const id = await project.launch(['sleep', '1'], []);
      const { pid, supervisorPid } = await project.event(id, 'process.started');
      process.kill(supervisorPid, 'SIGSTOP');
      const waiting = project.call(['bg', 'wait', id]);
      while (isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 50));
      assert.is.not((await project.status(id)).status, 'running');
      process.kill(supervisorPid, 'SIGCONT');
      assert.is((await waiting).code, 0);
      assert.is((await project.status(id)).status, 'completed');
    }),
);

test.run();
