import { spawn } from 'node:child_process';
import { appendFileSync, copyFileSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { foldAll } from '../../projections/fold.ts';
import type { ReadEvent } from '../../schemas/event.ts';
import { FailureError } from '../../schemas/failure.ts';
import { sleepMs } from '../../src/base/clock.ts';
import { fold } from '../../src/library/fold.ts';
import { observeAllThen, observeThen } from '../../src/library/observe-then.ts';
import { openJournal } from '../../src/library/open-journal.ts';
import { verdictOf } from '../../src/library/verdict-of.ts';
import { identityOf, processTable } from '../../src/process/identity.ts';
import { thisHost } from '../../src/process/presence.ts';
import * as given from '../rig/given-events.ts';
import { emptyProject, givenId, givenJournal } from '../rig/given-journal.ts';
import { LivingJournal } from '../rig/living-journal.ts';
import { writeLongJournal } from '../rig/long-journal.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('open-journal');

test('a journal is its events in file order, by its path or by the id in its project', async () => {
  const { project, path, read } = givenJournal(...given.wholeLife(), given.completed());
  for (const reference of [
    path,
    { path, id: givenId },
    { id: givenId, project },
    { id: givenId, project: project.root },
  ]) {
    const journal = openJournal(reference);
    assert.equal([journal.id, journal.path], [givenId, path]);
    assert.equal(await collect(journal), read().events);
    assert.equal(await collect(journal), read().events, 'it can be read again');
  }
});

test('an archived journal is found by its id', async () => {
  const { project, path } = givenJournal(...given.wholeLife());
  const month = join(project.historyFolder, '2026-11');
  mkdirSync(month, { recursive: true });
  renameSync(path, join(month, `${givenId}.ndjson`));
  assert.is((await collect(openJournal({ id: givenId, project }))).length, 5);
});

test('a copy under any name is read with the id that its events have', async () => {
  const { project, path } = givenJournal(...given.wholeLife());
  const copy = join(project.root, 'evidence.txt');
  copyFileSync(path, copy);
  assert.is((await collect(openJournal({ path: copy, id: givenId }))).length, 5);
  assert.throws(() => openJournal(copy), isFailure('usage'));
  assert.throws(() => openJournal({ id: '../../etc/passwd' }), isFailure('usage'));
});

test('what is not there is a failure when it is read', async () => {
  const journal = openJournal({ id: 'nobody01', project: emptyProject() });
  const failure = await collect(journal).catch((error: unknown) => error);
  assert.ok(isFailure('journal_unusable')(failure));
});

test('fold gives the state that all events make, second copies and all', async () => {
  const journal = givenJournal(...given.wholeLife(), given.heartbeat(), given.failed());
  appendFileSync(journal.path, `${journal.lines().at(-1)}\n`);
  const state = await fold(openJournal(journal.path));
  assert.equal(state, foldAll(givenId, journal.read().events).state);
  assert.equal(await fold(journal.read().events), state);
  assert.is(verdictOf(state).status, 'failed');
  assert.is((await fold([])).life.phase, 'unheard');
});

test('damage is told and passed over', async () => {
  const { path } = givenJournal(...given.wholeLife());
  appendFileSync(path, 'nothing\n');
  const reasons: string[] = [];
  const events = await collect(
    openJournal(path).events({ onCorrupt: ({ reason }) => void reasons.push(reason) }),
  );
  assert.equal([events.length, reasons], [5, ['not_an_object']]);
});

test('following goes on with what is written, and ends when the process has ended', async () => {
  const project = emptyProject();
  const living = new LivingJournal(project, 'living01');
  const seen: string[] = [];
  for await (const { event } of openJournal({ id: 'living01', project }).events({ follow: true })) {
    seen.push(event.type);
    if (event.type === 'process.started') living.beat();
    if (event.type === 'process.heartbeat') living.exit();
  }
  assert.equal(seen, living.types());
  assert.is(seen.at(-1), 'process.exited');
});

test('following ends when it is told to', async () => {
  const project = emptyProject();
  const living = new LivingJournal(project, 'living02');
  const stop = new AbortController();
  const types: string[] = [];
  for await (const { event } of openJournal({ id: 'living02', project }).events({
    follow: true,
    signal: stop.signal,
  })) {
    types.push(event.type);
    if (types.length === living.types().length) stop.abort();
  }
  assert.equal(types, living.types());
  living.exit();
});

test('following ends with a process that died without a word', async () => {
  const child = spawn('sleep', ['60']);
  const self = identityOf(child.pid ?? 0);
  if (self === null) throw new Error('sleep did not start');
  const { pid, startToken } = self;
  const supervisor = { supervisorPid: pid, supervisorStartToken: startToken };
  const machine = { host: thisHost(), bootId: processTable.bootId() };
  const { path, read } = givenJournal(
    given.requested({ ...machine, launcherPid: pid, launcherStartToken: startToken }),
    given.started({ pid, startToken, ...supervisor }),
  );
  const following = collect(openJournal(path).events({ follow: true }));
  const waited = await Promise.race([following, sleepMs(1200).then(() => 'waits')]);
  assert.is(waited, 'waits', 'it lives, so more may come');
  child.kill('SIGKILL');
  assert.equal(await following, read().events);
});

test('a long journal is read piece by piece, and left in the middle', async () => {
  const project = emptyProject();
  const path = join(project.journalFolder, 'long0001.ndjson');
  writeLongJournal(path, 'long0001', 20_000);
  let count = 0;
  for await (const _ of openJournal(path)) {
    count += 1;
    if (count === 5000) break;
  }
  assert.is(count, 5000);
  assert.is((await collect(openJournal(path))).length, 20_004);
});

async function collect(events: AsyncIterable<ReadEvent>): Promise<ReadEvent[]> {
  const collected: ReadEvent[] = [];
  for await (const event of events) collected.push(event);
  return collected;
}

function isFailure(code: string): (error: unknown) => boolean {
  return (error) => error instanceof FailureError && error.failure.code === code;
}

test('a point that is none, or that the history does not have, is refused, never answered', () => {
  const { project, read } = givenJournal(...given.wholeLife());
  const { events } = read();
  const last = events.at(-1)?.event.at ?? '';
  assert.is(observeThen(project, givenId, { sequence: events.length }).events, events.length);
  assert.is(observeThen(project, givenId, { at: last }).events, events.length);
  assert.is(observeAllThen(project, last).observed.length, 1);
  for (const sequence of [0, -1, events.length + 1])
    assert.throws(() => observeThen(project, givenId, { sequence }), isFailure('no_such_moment'));
  const early = '2001-01-01T00:00:00.000Z';
  assert.throws(() => observeThen(project, givenId, { at: early }), isFailure('no_such_moment'));
  assert.equal(observeAllThen(project, early).observed, []);
  for (const point of ['{}', '{"sequence":1.5}', '{"sequence":"1"}'].map((text) => JSON.parse(text)))
    assert.throws(() => observeThen(project, givenId, point), isFailure('usage'));
  const noMoments = ['1700000000000', '"1700000000000"', 'null', '"yesterday"', '"2026-02-30T00:00:00.000Z"'];
  for (const text of [...noMoments, '"2026-11-23T01:38:16Z"', '"2026-11-23T01:38:16.045+01:00"']) {
    const at = JSON.parse(text);
    assert.throws(() => observeThen(project, givenId, { at }), isFailure('usage'));
    assert.throws(() => observeAllThen(project, at), isFailure('usage'));
  }
});

test('a failure that nobody catches says what it is about, on one line', () => {
  const cause = 'it does not exist';
  const unusable = new FailureError({ code: 'journal_unusable', path: '/a/\u009b\u202eb', cause });
  assert.is(unusable.message, 'journal_unusable: path "/a/ b", cause "it does not exist"');
  assert.is(new FailureError({ code: 'usage', message: 'no\nmoment' }).message, 'usage: no moment');
  assert.is(new FailureError({ code: 'declined' }).message, 'declined');
});

test.run();
