import { type ChildProcess, execFile, spawn } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { DoctorJson } from '../../schemas/generated/types.ts';
import { owe } from '../../src/claims/due.ts';
import {
  doorbellPath,
  type Project,
  projectAt,
  watcherJournalPath,
  watchersFolder,
} from '../../src/journal/project-paths.ts';
import { ticketPath } from '../../src/slots/ticket-file.ts';
import { readTickets } from '../../src/slots/tickets.ts';
import { watcherFacts } from '../../src/watch/watcher-facts.ts';
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
  await eventually(() => (watcherFacts(project).pid === watching?.pid ? true : null), 20_000);
}

function living(count: number): LivingJournal[] {
  return Array.from({ length: count }, (_, index) => {
    owe(project, numberedId(index));
    return new LivingJournal(project, numberedId(index));
  });
}

/** Waits until the verdict of each is written down and told; each once. */
async function allTold(journals: readonly LivingJournal[]): Promise<void> {
  const isTold = (one: LivingJournal) => one.types().includes('notification.sent');
  await eventually(() => (journals.every(isTold) ? true : null), 40_000);
  for (const one of journals) {
    assert.is(one.types().filter((type) => type === 'process.completed').length, 1, one.id);
    assert.is(watched.told().filter((line) => line.startsWith(`completed ${one.id} `)).length, 1, one.id);
  }
}

/** Appends so often that the kernel's queue (16,384 events) runs over; two events that are the same are one to it. */
function overflow(): void {
  const fds = ['noise-0', 'noise-1'].map((name) =>
    openSync(join(project.journalFolder, `${name}.ndjson`), 'a', 0o600),
  );
  for (let round = 0; round < 40_000; round += 1) writeSync(fds[round % 2] ?? 0, '\n');
  for (const fd of fds) closeSync(fd);
}

/** What the doctor says of file watches, under the same limit. */
async function doctorSays(words: readonly string[]): Promise<string> {
  const [command = '', ...args] = [...words, process.execPath, watched.program, 'bg', 'doctor', '--json'];
  const env = { ...process.env, NODE_V8_COVERAGE: undefined };
  const stdout = await new Promise<string>((resolve) =>
    execFile(command, args, { cwd: watched.folder, env }, (_error, said) => resolve(said)),
  );
  const { checks }: DoctorJson = JSON.parse(stdout);
  return checks.find(({ name }) => name === 'file watches')?.message ?? 'nothing';
}

const pauseMs = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test.fault(12, 'every end that follows the last progress by 0 to 60 ms is noticed', async () => {
  const journals = living(31);
  await watch();
  await Promise.all(
    journals.map(async (one, index) => {
      one.beat();
      await pauseMs(index * 2);
      one.exit();
    }),
  );
  await allTold(journals);
});

test.fault(
  13,
  'a watcher that was busy while its events overflowed finds every end by the sweep',
  async () => {
    const journals = living(10);
    await watch();
    const pid = watching?.pid ?? 0;
    process.kill(pid, 'SIGSTOP'); // as busy as can be: it takes no event out of the kernel's queue
    overflow();
    for (const one of journals) one.exit();
    process.kill(pid, 'SIGCONT');
    await allTold(journals);
  },
);

for (const { number, name, limit, left, said } of [
  {
    number: 14,
    name: 'fewer watches than journals',
    limit: 'max_inotify_watches',
    left: 8,
    said: 'Few files can be watched: user.max_inotify_watches is 8',
  },
  {
    number: 15,
    name: 'no inotify instance left',
    limit: 'max_inotify_instances',
    left: 0,
    said: 'No more files can be watched: fs.inotify.max_user_instances is used up',
  },
]) {
  const needs = 'user-namespaces';
  const title = `${name}: every end is found by looking, and list and doctor say so`;
  const body = async () => {
    const journals = living(20);
    const script = `echo ${left} > /proc/sys/user/${limit} && exec "$@"`;
    const limited = ['unshare', '-Ur', 'sh', '-c', script, 'sh'];
    await watch(limited);
    await eventually(() => (watcherFacts(project).mode === 'sweep' ? true : null), 20_000);
    for (const one of journals) one.exit();
    await allTold(journals);
    assert.match(readFileSync(watcherJournalPath(project), 'utf8'), /"mode":"sweep"/);
    assert.is((await watched.watcher()).mode, 'sweep');
    assert.is(await doctorSays(limited), said);
  };
  test.fault(number, title, body, { needs });
}

test.fault(
  16,
  'a folder that was removed and made again is watched again, and its new journals',
  async () => {
    const [first, second] = living(2);
    await watch();
    first?.exit();
    await allTold(first === undefined ? [] : [first]);
    second?.abandon();
    rmSync(project.journalFolder, { recursive: true });
    mkdirSync(project.journalFolder, { mode: 0o700 });
    for (const id of ['q0000000', 'q0000001']) {
      owe(project, id);
      const later = new LivingJournal(project, id);
      later.exit();
      await allTold([later]);
    }
    assert.is(watcherFacts(project).pid, watching?.pid);
  },
);

test.fault(79, 'an end whose journal was away just when the watcher began is told', async () => {
  owe(project, numberedId(0));
  await watch();
  await eventually(() => (existsSync(doorbellPath(project)) ? true : null));
  await pauseMs(500); // it has looked who is owed a word about what
  const journal = new LivingJournal(project, numberedId(0));
  journal.exit();
  await allTold([journal]);
});

test.fault(17, 'a watcher that stood still is not replaced, and then tells each end once', async () => {
  const journals = living(10);
  await watch();
  const pid = watching?.pid ?? 0;
  process.kill(pid, 'SIGSTOP');
  for (const one of journals) one.exit();
  // As if it had stood still for a minute: it proves life by the time of this file.
  for (const { number } of readTickets(watchersFolder(project)))
    utimesSync(ticketPath(watchersFolder(project), number), Date.now() / 1000 - 60, Date.now() / 1000 - 60);
  const other = await watched.call(['bg', 'watch', '--once']);
  assert.match(`${other.stdout}${other.stderr}`, `The watcher runs already (process ${pid}`);
  assert.equal(watched.told(), []);
  process.kill(pid, 'SIGCONT');
  await allTold(journals);
  assert.is(watcherFacts(project).pid, pid);
});

test.run();
