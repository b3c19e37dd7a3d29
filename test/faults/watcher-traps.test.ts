import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { owe } from '../../src/claims/due.ts';
import { type Project, projectAt } from '../../src/journal/project-paths.ts';
import { LivingJournal, numberedId } from '../rig/living-journal.ts';
import { eventually } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';
import { WatchedProject } from '../rig/watched-project.ts';

const test = suite('traps of chokidar and inotify');

let watched: WatchedProject;
let project: Project;
let watching: ChildProcess | null = null;

test.beforeEach(() => {
  watched = new WatchedProject();
  project = projectAt(watched.folder);
  mkdirSync(project.journalFolder, { recursive: true, mode: 0o700 });
  mkdirSync(project.runFolder, { mode: 0o700 });
});
test.afterEach(async () => {
  watching?.kill('SIGKILL');
  await watched.end();
});

/** A watcher in this project, started as `words` say in front of node; resolves when it holds it. */
async function watch(words: readonly string[] = []): Promise<void> {
  const [command = process.execPath, ...args] = [...words, process.execPath, watched.program, 'bg', 'watch'];
  const env = { ...process.env, NODE_V8_COVERAGE: undefined };
  watching = spawn(command, [...args, '--foreground'], { cwd: watched.folder, env, stdio: 'ignore' });
  await watched.watcherUp();
}

function living(count: number): LivingJournal[] {
  return Array.from({ length: count }, (_, index) => {
    owe(project, numberedId(index));
    return new LivingJournal(project, numberedId(index));
  });
}

/** Waits until the verdict of each is written down. */
async function allJudged(journals: readonly LivingJournal[]): Promise<void> {
  await eventually(
    () => (journals.every((one) => one.types().includes('process.completed')) ? true : null),
    40_000,
  );
  for (const one of journals)
    assert.is(one.types().filter((type) => type === 'process.completed').length, 1, one.id);
}

const pauseMs = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test('a change that follows another within 50 ms is not missed', async () => {
  const journals = living(24);
  await watch();
  await Promise.all(
    journals.map(async (one, index) => {
      one.beat();
      await pauseMs(2 + index * 2);
      one.exit();
    }),
  );
  await allJudged(journals);
});

test('an overflow of events hides no end', async () => {
  const journals = living(10);
  await watch();
  const pid = watching?.pid ?? 0;
  process.kill(pid, 'SIGSTOP'); // it sees none of this while it happens: the queue of the kernel holds 16,384
  const noise = join(project.journalFolder, 'noise.ndjson');
  for (let round = 0; round < 40_000; round += 1) writeFileSync(noise, '\n', { flag: 'a' });
  for (const one of journals) one.exit();
  process.kill(pid, 'SIGCONT');
  await allJudged(journals);
});

test.skipUnless('user-namespaces', 'without enough watches every end is found by looking', async () => {
  const journals = living(20);
  const script = 'echo 8 > /proc/sys/user/max_inotify_watches && exec "$@"';
  await watch(['unshare', '-Ur', 'sh', '-c', script, 'sh']);
  for (const one of journals) one.exit();
  await allJudged(journals);
});

test('a folder that was removed and made again is watched again', async () => {
  const before = living(2);
  await watch();
  const [first] = before;
  first?.exit();
  await allJudged(before.slice(0, 1));
  const away = join(watched.folder, 'away');
  renameSync(project.journalFolder, away);
  mkdirSync(project.journalFolder, { mode: 0o700 });
  rmSync(away, { recursive: true });
  owe(project, 'q0000000');
  const later = new LivingJournal(project, 'q0000000');
  later.exit();
  await allJudged([later]);
});

test.run();
