// timeout: 180s
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hangDoorbell } from '../../src/journal/doorbell.ts';
import { journalPath } from '../../src/journal/project-paths.ts';
import { emptyProject } from '../rig/given-journal.ts';
import { eventually } from '../rig/project.ts';
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
