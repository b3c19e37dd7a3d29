import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { owe } from '../../src/claims/due.ts';
import { projectAt } from '../../src/journal/project-paths.ts';
import { LivingJournal, numberedId } from '../rig/living-journal.ts';
import { eventually } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';
import { WatchedProject } from '../rig/watched-project.ts';

const test = suite('watching');

let project: WatchedProject;
test.beforeEach(() => {
  project = new WatchedProject();
});
test.afterEach(() => project.end());

function verdictsOf(id: string): string[] {
  const verdicts = ['process.completed', 'process.failed', 'process.stopped'];
  return project
    .events(id)
    .map(({ type }) => type)
    .filter((type) => verdicts.includes(type));
}

/** Journals of processes that this test keeps alive, whose ends somebody is owed a word about. */
function living(count: number): LivingJournal[] {
  const paths = projectAt(project.folder);
  mkdirSync(paths.journalFolder, { recursive: true, mode: 0o700 });
  mkdirSync(paths.runFolder, { recursive: true, mode: 0o700 });
  return Array.from({ length: count }, (_, index) => {
    owe(paths, numberedId(index));
    return new LivingJournal(paths, numberedId(index));
  });
}

test('a failure is judged, written down and told, without a command by anyone', async () => {
  await project.call(['bg', 'watch']);
  const id = await project.launch(['sh', '-c', 'echo "ModuleNotFoundError: No module named x" >&2; exit 3']);
  await eventually(() => (project.told().length > 0 ? true : null));
  assert.equal(verdictsOf(id), ['process.failed']);
  assert.match(
    project.told()[0] ?? '',
    new RegExp(`^failed ${id} ❌ Process ${id} failed: exited with code 3`),
  );
  const { notified, status } = await project.statusOnce(id, ({ notified }) => notified.length > 0);
  assert.equal(
    [status, notified.map(({ kind, channel }) => [kind, channel])],
    ['failed', [['failed', 'log']]],
  );
});

test('who follows a journal sees the verdict and who was told of it, however short the run', async () => {
  for (const command of ['true', 'sleep 1; exit 3']) {
    const id = await project.launch(['sh', '-c', command]);
    const { stdout } = await project.call(['bg', 'replay', id, '--follow', '--json']);
    const types = stdout
      .trimEnd()
      .split('\n')
      .map((line): unknown => JSON.parse(line).type);
    const verdict = command === 'true' ? 'process.completed' : 'process.failed';
    assert.equal(types.slice(-3).sort(), ['notification.failed', 'notification.sent', verdict], stdout);
  }
});

test('list and status say whether a watcher runs, since when, and how', async () => {
  const before = await project.watcher();
  assert.equal(before, { running: false, pid: null, since: null, mode: null });
  const { code, stdout } = await project.call(['bg', 'watch']);
  assert.is(code, 0);
  const seen = await project.watcherUp();
  assert.match(stdout, new RegExp(`^✅ Watcher started \\(process ${seen.pid}, since `));
  assert.is(seen.mode, 'events');
  assert.match(seen.since ?? '', /^\d{4}-\d\d-\d\dT/);
  assert.match(
    (await project.call(['bg', 'status'])).stdout,
    new RegExp(`Watcher: running since .*process ${seen.pid}`),
  );
});

test('a second watcher leaves at once, and says who is the first', async () => {
  await project.call(['bg', 'watch']);
  const { pid } = await project.watcherUp();
  for (const more of [[], ['--foreground'], ['--once']]) {
    const { code, stdout, stderr } = await project.call(['bg', 'watch', ...more]);
    assert.is(code, 0);
    assert.match(`${stdout}${stderr}`, `The watcher runs already (process ${pid}`);
  }
  assert.is((await project.watcher()).pid, pid);
});

test('a watcher that is ended on purpose stays away, until something is launched or it is asked for', async () => {
  await project.call(['bg', 'watch']);
  await project.watcherUp();
  assert.is((await project.call(['bg', 'watch', '--stop'])).code, 0);
  assert.not.ok((await project.watcher()).running);
  assert.is((await project.call(['bg', 'watch', '--stop'])).code, 5);
  await project.call(['bg', 'watch']);
  assert.ok((await project.watcherUp()).running);
});

test('what no terminal could show is shown by the next command that has one, once', async () => {
  const [one] = living(1);
  one?.exit(3);
  await project.call(['bg', 'watch', '--once']);
  const { stderr } = await project.call(['bg', 'list']);
  assert.not.match(stderr, '❌'); // its stderr is none
});

test('a journal that nobody can read hides no other', async () => {
  const [one] = living(1);
  mkdirSync(join(project.folder, '.tapps-agents', 'journal', 'folder01.ndjson'));
  one?.exit();
  assert.is((await project.call(['bg', 'watch', '--once'])).code, 0);
  assert.equal(verdictsOf(one?.id ?? ''), ['process.completed']);
});

test('who looks on is told what it does, as JSON where that is asked', async () => {
  const [one] = living(1);
  one?.exit(3);
  const { stdout } = await project.call(['bg', 'watch', '--once', '--json']);
  const said = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  assert.equal(
    said.filter(({ process }) => process === one?.id).map(({ type }) => type),
    ['process.failed', 'notification'],
  );
  assert.match(said[0].words, /^watcher started as process \d+$/);
});

test.run();
