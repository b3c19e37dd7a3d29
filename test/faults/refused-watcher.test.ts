// timeout: 180s
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hangDoorbell } from '../../src/journal/doorbell.ts';
import { journalPath, projectAt, watchersFolder } from '../../src/journal/project-paths.ts';
import { emptyProject } from '../rig/given-journal.ts';
import { eventually, isAlive } from '../rig/project.ts';
import { FailingCalls } from '../rig/strace.ts';
import { assert, suite } from '../rig/suite.ts';
import { temporaryFolder } from '../rig/temporary-folder.ts';
import { WatchedProject } from '../rig/watched-project.ts';
import { projectWithAnEnd } from './killed-watcher.ts';

const test = suite('a watcher to whom the system says no, and later yes');
const project = new WatchedProject();
let watcher: ChildProcess | null = null;
test.after(async () => {
  watcher?.kill('SIGKILL');
  await project.end();
});

const traced = { needs: ['strace', 'procfs'], timeoutMs: 120_000 } as const;

for (const [call, what] of [
  ['write,pwrite64:error=ENOSPC:when=1', 'has no room'],
  ['fdatasync:error=EIO:when=1..8', 'cannot be synced'],
] as const)
  test.fault(
    30,
    `a verdict that ${what} is written down and told when it can be`,
    async () => {
      const gate = join(project.folder, `go-${call.slice(0, 5)}`);
      const id = await project.launch(['sh', '-c', `until [ -e ${gate} ]; do sleep 0.05; done; exit 3`]);
      await project.event(id, 'process.started');
      const { pid } = await project.watcherUp();
      const failing = await FailingCalls.of(pid, project.journalPath(id), [call]);
      writeFileSync(gate, '');
      await eventually(
        () => (project.told().some((line) => line.startsWith(`failed ${id} `)) ? true : null),
        40_000,
      );
      await failing.end();
      assert.is((await project.call(['bg', 'verify', id])).code, 0);
    },
    traced,
  );

/** A failure that a running watcher is to tell, while calls of it on one file fail. */
async function toldWhile(
  pathOf: (id: string, watcher: number) => string,
  injection: string,
): Promise<string> {
  const gate = join(project.folder, `go-${Math.random()}`);
  const id = await project.launch(['sh', '-c', `until [ -e ${gate} ]; do sleep 0.05; done; exit 3`]);
  await project.event(id, 'process.heartbeat');
  const { pid } = await project.watcherUp();
  const failing = await FailingCalls.of(pid, pathOf(id, pid), [injection]);
  writeFileSync(gate, '');
  await eventually(
    () => (project.told().some((line) => line.startsWith(`failed ${id} `)) ? true : null),
    40_000,
  );
  await failing.end();
  return id;
}

test.fault(
  71,
  'where nobody can see whether a word is owed it is owed: an end is told once that can be seen',
  async () => {
    const { claimsFolder } = projectAt(project.folder);
    await toldWhile((id) => join(claimsFolder, `${id}.due`), 'statx:error=EIO:when=1..2');
  },
  traced,
);

test.fault(
  35,
  'a notice that could not be begun holds no claim: it is told once there is a descriptor, without a mark',
  async () => {
    const id = await toldWhile(() => '/proc', 'openat:error=EMFILE:when=1');
    const lines = project.told().filter((line) => line.includes(id));
    assert.equal([lines.length, lines.join('').includes('(again)')], [1, false]);
  },
  traced,
);

test.fault(
  70,
  'a watcher that attends to an orphan, and cannot write down a notice, still sees it to its end',
  async () => {
    const gate = join(project.folder, 'go-orphan');
    const id = await project.launch(['sh', '-c', `until [ -e ${gate} ]; do sleep 0.05; done`]);
    const { supervisorPid } = await project.event(id, 'process.started');
    const { pid } = await project.watcherUp();
    const full = ['write,pwrite64:error=ENOSPC:when=2..8'];
    const failing = await FailingCalls.of(pid, project.journalPath(id), full);
    process.kill(supervisorPid, 'SIGKILL');
    await project.event(id, 'notification.sent', 40_000);
    await failing.end();
    writeFileSync(gate, '');
    await project.event(id, 'process.lost', 20_000);
    await project.event(id, 'process.failed', 20_000);
    assert.is((await project.call(['bg', 'verify', id])).code, 0);
  },
  traced,
);

test.fault(
  71,
  'a watcher whose ticket its disk does not know for a moment stays the watcher',
  async () => {
    const { pid } = await project.watcherUp();
    const folder = watchersFolder(projectAt(project.folder));
    const ticket = readdirSync(folder).find((name) => holdsPid(join(folder, name), pid)) ?? '';
    const failing = await FailingCalls.of(pid, join(folder, ticket), ['utimensat,statx,openat:error=ESTALE']);
    await new Promise((resolve) => setTimeout(resolve, 6500)); // it proves its life every five seconds
    assert.ok(isAlive(pid));
    await failing.end();
    assert.is((await project.watcherUp()).pid, pid);
  },
  traced,
);

test.fault(
  35,
  'an end that was there before the watcher, and that it could not open at first, is told',
  async () => {
    const ended = projectWithAnEnd();
    const path = journalPath(ended, 'p0000000');
    const strace = ['-f', '-qq', '-o', '/dev/null', '-P', path];
    const words = [...strace, '-e', 'inject=openat:error=EMFILE:when=1..2', process.execPath];
    const entry = join(project.program, '..', 'watcher.js');
    watcher = spawn('strace', [...words, entry, ended.root], { stdio: 'ignore' });
    const log = join(ended.runFolder, 'notifications.log');
    await eventually(() => (existsSync(log) ? true : null), 40_000);
  },
  traced,
);

test.fault(73, 'no doorbell is hung, and nothing taken down, behind a link', () => {
  const linked = emptyProject();
  const outside = temporaryFolder('tapps-outside-');
  symlinkSync(outside, linked.runFolder);
  assert.match(hangDoorbell(linked) ?? '', /run is no folder of ours/);
  assert.equal(readdirSync(outside), []);
  symlinkSync('/nowhere', join(outside, 'doorbell'));
  assert.match(hangDoorbell(linked) ?? '', /run is no folder of ours/);
  assert.equal(readdirSync(outside), ['doorbell']);
  rmSync(outside, { recursive: true });
});

test.run();

function holdsPid(path: string, pid: number): boolean {
  return readFileSync(path, 'utf8').includes(`"pid":${pid},`);
}
