import { spawn } from 'node:child_process';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { journalPath, projectAt } from '../../src/journal/project-paths.ts';
import { ProcessesWatch } from '../../src/observe/processes-watch.ts';
import { identityOf, processTable } from '../../src/process/identity.ts';
import { thisHost } from '../../src/process/presence.ts';
import { exited, heartbeat, launched, requested, started, validated } from '../rig/given-events.ts';
import { append, emptyProject, journalIn, openWriter } from '../rig/given-journal.ts';
import { givenPast } from '../rig/given-past.ts';
import { eventually } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('all processes, as they are');

/** A run of this machine, whose supervisor and command are whoever is said. */
const here = { host: thisHost(), bootId: processTable.bootId() };
const self = identityOf(process.pid) ?? { pid: 0, startToken: '' };
const alive = { pid: self.pid, startToken: self.startToken };
const supervisor = { supervisorPid: self.pid, supervisorStartToken: self.startToken };

function begin(project: ReturnType<typeof emptyProject>, id: string) {
  const launcher = openWriter(journalIn(project, id), 'launcher');
  for (const event of [requested(here), validated(), launched()]) append(launcher, event);
  launcher.close();
  const writer = openWriter(journalIn(project, id), 'supervisor');
  append(writer, started({ ...alive, ...supervisor }));
  return writer;
}

const statusesOf = (watch: ProcessesWatch) =>
  watch.observed.map(({ id, verdict }) => `${id} ${verdict.status}`).sort();

/** Looks until it is so: a change may be seen in parts. */
async function seen(watch: ProcessesWatch, statuses: readonly string[]): Promise<void> {
  await eventually(async () => {
    await watch.changed(1000);
    return statusesOf(watch).join() === statuses.join() ? true : null;
  }, 20_000);
}

test('a journal that grows, one that is new and one that is removed are seen', async () => {
  const project = emptyProject();
  givenPast(project, ['old1', 'old2']);
  const writer = begin(project, 'runs');
  const { watch, unreadable } = await ProcessesWatch.open(project);
  assert.equal(unreadable, []);
  assert.equal(statusesOf(watch), ['old1 completed', 'old2 completed', 'runs running']);
  append(writer, exited({ code: 3 }));
  await seen(watch, ['old1 completed', 'old2 completed', 'runs failed']);
  const second = begin(project, 'second');
  rmSync(journalPath(project, 'old1'));
  await seen(watch, ['old2 completed', 'runs failed', 'second running']);
  append(second, heartbeat());
  append(second, exited());
  await seen(watch, ['old2 completed', 'runs failed', 'second completed']);
  second.close();
  writer.close();
});

test('what cannot be read is tried again, and is no change each time', async () => {
  const project = emptyProject();
  const { watch } = await ProcessesWatch.open(project);
  mkdirSync(journalPath(project, 'folder'));
  await watch.changed(1500);
  assert.is(await watch.changed(700), false);
});

test('when nothing happens, nothing has changed', async () => {
  const project = emptyProject();
  const writer = begin(project, 'runs');
  const { watch } = await ProcessesWatch.open(project);
  await watch.changed(0); // the first look reads again what lives
  assert.is(await watch.changed(700), false);
  writer.close();
});

test('who dies without a word in its journal is seen', async () => {
  const project = emptyProject();
  const child = spawn('sleep', ['60']);
  const identity = identityOf(child.pid ?? 0);
  assert.ok(identity !== null);
  const launcher = openWriter(journalIn(project, 'dies'), 'launcher');
  for (const event of [requested(here), validated(), launched()]) append(launcher, event);
  const dying = { supervisorPid: identity?.pid ?? 0, supervisorStartToken: identity?.startToken ?? '' };
  append(launcher, started({ ...identity, ...dying }));
  launcher.close();
  const { watch } = await ProcessesWatch.open(project);
  assert.equal(statusesOf(watch), ['dies running']);
  child.kill('SIGKILL');
  await seen(watch, ['dies failed']);
});

test('journals that are not there yet, and a folder that comes back, are seen', async () => {
  const project = projectAt(`${emptyProject().root}/later`);
  const { watch } = await ProcessesWatch.open(project);
  assert.equal(watch.observed, []);
  mkdirSync(project.journalFolder, { recursive: true, mode: 0o700 });
  givenPast(project, ['first']);
  await seen(watch, ['first completed']);
  renameSync(project.journalFolder, `${project.journalFolder}.aside`);
  await seen(watch, []);
  renameSync(`${project.journalFolder}.aside`, project.journalFolder);
  await seen(watch, ['first completed']);
});

test('a launch that has written nothing yet is looked at until it has; a damaged journal hides no other', async () => {
  const project = emptyProject();
  writeFileSync(journalPath(project, 'begins'), '', { mode: 0o600 });
  mkdirSync(journalPath(project, 'folder'));
  const { watch, unreadable } = await ProcessesWatch.open(project);
  assert.equal(
    unreadable.map(({ id }) => id),
    ['folder'],
  );
  givenPast(project, ['begins']);
  await seen(watch, ['begins completed']);
});

test('what is over is not looked at again, so a thousand old journals cost next to nothing', async () => {
  const project = emptyProject();
  const old = Array.from({ length: 1000 }, (_, index) => `old${index}`);
  givenPast(project, old);
  const writer = begin(project, 'runs');
  const { watch } = await ProcessesWatch.open(project);
  await watch.changed(0);
  for (const id of old) writeFileSync(journalPath(project, id), 'something else');
  const before = process.cpuUsage();
  await watch.changed(3000);
  const { user, system } = process.cpuUsage(before);
  assert.is(watch.observed.filter(({ verdict }) => verdict.status === 'completed').length, 1000);
  // Measured: 0.5 % of a core in the built program. To read them all once takes a fifth of these seconds.
  const percent = (user + system) / 1000 / 30;
  assert.ok(percent < 10, `${percent} %`);
  writer.close();
});

test.run();
