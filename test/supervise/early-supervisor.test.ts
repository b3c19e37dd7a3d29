// timeout: 120s
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { earlyId, startEarly } from '../../src/launch/early-supervisor.ts';
import { startSupervisor } from '../../src/launch/supervisor-start.ts';
import { processesOf } from '../faults/processes-of.ts';
import { type Called, eventually, TestProject } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';
import { takeDescriptors } from '../rig/taken-descriptors.ts';

const test = suite('a supervisor that is started before the checks');
const project = new TestProject();
test.after(() => project.end());

/** Who bears this name in its environment, which a launcher hands on. */
const mark = `early-${project.folder}`;
const everybody = (): number[] => processesOf(mark);
const wordsOf = (pid: number): string[] => readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');

function launch(command: readonly string[], failpoint = ''): Promise<Called> {
  const env = { TAPPS_TEST_EARLY: mark, NODE_ENV: 'test', TAPPS_FAILPOINT: failpoint };
  return project.call(['bg', 'run', '--quiet', '--', ...command], { env });
}

/** A launch that stands still before its first line, and the supervisor that was started for it. */
async function standing(command: readonly string[]) {
  const called = launch(command, 'launch.before-requested:stop');
  const launcher = await eventually(
    () => everybody().find((pid) => /^State:\s+T/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))) ?? null,
  );
  const supervisor = await eventually(
    () => everybody().find((pid) => wordsOf(pid)[0]?.startsWith('tapps-agents supervisor ')) ?? null,
  );
  const id = wordsOf(supervisor)[0]?.split(' ').at(-1) ?? '';
  const goOn = (): Promise<Called> => {
    process.kill(launcher, 'SIGCONT');
    return called;
  };
  return { called, launcher, supervisor, id, goOn };
}

const nobody = (): Promise<true> => eventually(() => (everybody().length === 0 ? true : null));

test('a refused launch leaves no supervisor behind', async () => {
  assert.is((await launch(['no-such-command-anywhere'])).code, 3);
  await nobody();
});

test('a launcher killed before its first line leaves neither a process nor a record', async () => {
  const { called, launcher } = await standing(['touch', 'ran']);
  const before = journals();
  process.kill(launcher, 'SIGKILL');
  await called;
  await nobody();
  assert.equal(journals(), before);
  assert.not.ok(existsSync(join(project.folder, 'ran')));
});

test('it is the one that supervises, under the id that it was started for', async () => {
  const { supervisor, id, goOn } = await standing(['true']);
  const { code, stdout } = await goOn();
  assert.equal([code, stdout], [0, `${id}\n`]);
  assert.is((await project.event(id, 'process.launched')).supervisorPid, supervisor);
  await nobody();
});

test('one that was killed meanwhile is replaced, and the launch keeps its id', async () => {
  const { supervisor, id, goOn } = await standing(['true']);
  process.kill(supervisor, 'SIGKILL');
  const { code, stdout } = await goOn();
  assert.equal([code, stdout], [0, `${id}\n`]);
  assert.is.not((await project.event(id, 'process.launched')).supervisorPid, supervisor);
  await project.event(id, 'process.exited');
  await nobody();
});

test('where its id is taken the launch has another one, with another supervisor, and it ends', async () => {
  const { supervisor, id, goOn } = await standing(['true']);
  mkdirSync(join(project.folder, '.tapps-agents', 'journal'), { recursive: true, mode: 0o700 });
  writeFileSync(project.journalPath(id), '', { mode: 0o600 });
  const { code, stdout } = await goOn();
  assert.is(code, 0);
  assert.is.not(stdout, `${id}\n`);
  assert.is.not((await project.event(stdout.trim(), 'process.launched')).supervisorPid, supervisor);
  await nobody();
  assert.is(readFileSync(project.journalPath(id), 'utf8'), '');
});

test.fault(
  35,
  'one that nobody can look at is let go: it ends, and its launcher does not wait for it',
  async () => {
    const entry = join(project.program, '..', 'supervisor.js');
    process.env['TAPPS_TEST_EARLY'] = mark;
    startEarly(entry, false);
    const taken = takeDescriptors();
    const id = earlyId() ?? '';
    const supervisor = startSupervisor(entry, { id, journal: project.journalPath(id) });
    taken.giveBack();
    assert.is(supervisor, null);
    await nobody();
  },
  { needs: 'procfs' },
);

function journals(): string[] {
  const folder = join(project.folder, '.tapps-agents', 'journal');
  return existsSync(folder) ? readdirSync(folder) : [];
}

test.run();
