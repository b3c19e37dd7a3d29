import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaultSettings } from '../../src/config/settings.ts';
import { JournalWriter } from '../../src/journal/journal-writer.ts';
import { type Project, projectAt, watchersFolder } from '../../src/journal/project-paths.ts';
import { supervisionOrder } from '../../src/launch/supervision-order.ts';
import { startSupervisor } from '../../src/launch/supervisor-start.ts';
import { identityOf } from '../../src/process/identity.ts';
import { becomeSole } from '../../src/slots/sole-holder.ts';
import { eventually, isAlive, TestProject } from '../rig/project.ts';
import { FailingCalls } from '../rig/strace.ts';
import { assert, suite } from '../rig/suite.ts';
import { requestOf } from './request-of.ts';

const test = suite('supervisors look after the watcher');
const projects: WatchedProject[] = [];
test.after(async () => {
  for (const project of projects) await project.end();
});

/** Of every command that is run here. */
const id = 'abcd1234';

type Start = { root: string; cwd: string; env: Record<string, string>; session: string };

/** A project with a watcher in name only: it writes down how it was started, and ends. */
class WatchedProject {
  readonly rig = new TestProject();
  readonly project: Project = projectAt(this.rig.folder);
  readonly #entry = join(this.rig.folder, 'watcher.mjs');
  readonly #starts = join(this.rig.folder, 'starts');

  constructor() {
    projects.push(this);
    for (const folder of [this.project.journalFolder, this.project.outputFolder, this.project.runFolder])
      mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(
      this.#entry,
      `import { appendFileSync, readFileSync } from 'node:fs';
       const session = readFileSync('/proc/self/stat', 'latin1').split(' ')[5] === String(process.pid);
       const start = { root: process.argv[2], cwd: process.cwd(), env: process.env, session };
       appendFileSync(${JSON.stringify(this.#starts)}, JSON.stringify(start) + '\\n');`,
    );
  }

  get starts(): Start[] {
    if (!existsSync(this.#starts)) return [];
    const lines = readFileSync(this.#starts, 'utf8').split('\n').slice(0, -1);
    return lines.map((line) => JSON.parse(line));
  }

  /** Has a supervisor run a command. */
  async supervise(script: string): Promise<void> {
    const place = { id, journal: this.rig.journalPath(id), output: this.rig.outputPath(id) };
    JournalWriter.create(place.journal, id, 'launcher')?.close();
    const entry = join(this.rig.program, '..', 'supervisor.js');
    const supervisor = startSupervisor(entry, place);
    const site = { project: this.project, settings: defaultSettings, watcherEntry: this.#entry };
    const request = requestOf(['sh', '-c', script], this.rig.folder);
    const order = supervisionOrder(request, { ...place, marker: id, ticket: null, after: null }, site);
    const answer = await supervisor?.give({ ...order, slots: null });
    assert.is(answer?.outcome, 'started');
  }

  /** Its journal has no launch, so nothing lists it as a process. */
  async end(): Promise<void> {
    const { pid, supervisorPid } = await this.rig.event(id, 'process.started');
    if (isAlive(pid)) process.kill(pid, 'SIGKILL');
    await eventually(() => (isAlive(supervisorPid) ? null : true));
    await this.rig.end();
  }
}

test('where no watcher lives one is started, in a session of its own, without the secrets of the environment', async () => {
  process.env['AWS_SECRET_ACCESS_KEY'] = 'do not pass on';
  const watched = new WatchedProject();
  await watched.supervise('exec sleep 300');
  const start = await eventually(() => watched.starts[0] ?? null);
  assert.equal([start.root, start.cwd, start.session], [watched.rig.folder, '/', true]);
  assert.is(start.env['TAPPS_RUN'], 'watcher');
  assert.is(start.env['AWS_SECRET_ACCESS_KEY'], undefined);
});

test('one that died is started again while the command runs', async () => {
  const watched = new WatchedProject();
  await watched.supervise('exec sleep 300');
  await eventually(() => (watched.starts.length >= 2 ? true : null), 20_000);
});

test('where one lives none is started', async () => {
  const watched = new WatchedProject();
  const own = identityOf(process.pid);
  assert.ok(own !== null);
  const sole = await becomeSole(join(watched.project.runFolder, 'watchers'), own);
  assert.ok(sole.held);
  await watched.supervise('sleep 2.5');
  const { supervisorPid } = await watched.rig.event(id, 'process.started');
  await watched.rig.event(id, 'process.exited');
  await eventually(() => (isAlive(supervisorPid) ? null : true));
  assert.equal(watched.starts, []);
  sole.release();
});

test.fault(
  71,
  'where nobody can say at the end whether one lives it is asked again a little later',
  async () => {
    const watched = new WatchedProject();
    const gate = join(watched.rig.folder, 'go');
    await watched.supervise(`until [ -e ${gate} ]; do sleep 0.05; done`);
    const { supervisorPid } = await watched.rig.event(id, 'process.started');
    await eventually(() => watched.starts[0] ?? null);
    const folder = watchersFolder(watched.project);
    const failing = await FailingCalls.of(supervisorPid, folder, ['openat,open:error=EMFILE']);
    const before = watched.starts.length;
    writeFileSync(gate, '');
    await watched.rig.event(id, 'process.exited');
    await new Promise((resolve) => setTimeout(resolve, 500));
    assert.is(watched.starts.length, before, 'it could be asked: the test proves nothing');
    await failing.end();
    await eventually(() => (watched.starts.length > before ? true : null));
  },
  { needs: ['strace', 'procfs'] },
);

test.run();
