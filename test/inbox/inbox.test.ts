import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type InboxOutcome, type InboxWish, takeInbox } from '../../src/inbox/inbox.ts';
import type { News } from '../../src/inbox/news.ts';
import { type Project, projectAt } from '../../src/journal/project-paths.ts';
import { emptyProject } from '../rig/given-journal.ts';
import { givenPast } from '../rig/given-past.ts';
import { eventually } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('inbox');

/** A call of one consumer, and what came of it: ids, those that are told again with a mark behind. */
type Call = {
  readonly told: string[];
  readonly damages: string[];
  readonly outcome: Promise<InboxOutcome['outcome']>;
};

function call(
  project: Project,
  wish: Partial<InboxWish> = {},
  deliver: (events: readonly News[]) => Promise<void> = async () => {},
): Call {
  const told: string[] = [];
  const damages: string[] = [];
  const hands = {
    deliver: async (events: readonly News[]) => {
      told.push(...events.map(({ process, repeat }) => `${process}${repeat ? ' again' : ''}`));
      await deliver(events);
    },
    unreadable: () => {},
    damaged: (_path: string, cause: string) => void damages.push(cause),
  };
  const outcome = takeInbox(project, { consumer: 'default', wait: null, peek: false, ...wish }, hands);
  return { told, damages, outcome: outcome.then(({ outcome }) => outcome) };
}

async function toldBy(project: Project, wish: Partial<InboxWish> = {}): Promise<string[]> {
  const { told, outcome } = call(project, wish);
  assert.is(await outcome, told.length === 0 ? 'nothing' : 'told');
  return told;
}

function given(...ids: readonly string[]): Project {
  const project = emptyProject();
  givenPast(project, ids);
  return project;
}

const cursorOf = (project: Project): string => join(project.runFolder, 'inbox', 'default.json');

test('a new consumer is told everything, once; another one is not disturbed', async () => {
  const project = given('a1', 'b2');
  assert.equal(await toldBy(project), ['a1', 'b2']);
  assert.equal(await toldBy(project), []);
  givenPast(project, ['c3']);
  assert.equal(await toldBy(project), ['c3']);
  assert.equal(await toldBy(project, { consumer: 'other' }), ['a1', 'b2', 'c3']);
  assert.equal(await toldBy(project), []);
});

test('what did not get there is told again, with a mark, together with what is new', async () => {
  const project = given('a1');
  const broken = call(project, {}, () => Promise.reject(new Error('EPIPE')));
  await broken.outcome.then(
    () => assert.unreachable('it was not delivered'),
    (error: unknown) => assert.match(String(error), 'EPIPE'),
  );
  givenPast(project, ['b2']);
  assert.equal(await toldBy(project), ['a1 again', 'b2']);
  assert.equal(await toldBy(project), []);
});

test('an end that is told again is told as it was, also if its journal is gone', async () => {
  const project = given('a1');
  await call(project, {}, () => Promise.reject(new Error('EPIPE'))).outcome.catch(() => {});
  rmSync(join(project.journalFolder, 'a1.ndjson'));
  assert.equal(await toldBy(project), ['a1 again']);
  assert.equal(await toldBy(project), []);
});

test('peek shows, and moves and writes nothing', async () => {
  const project = given('a1');
  assert.equal(await toldBy(project, { peek: true }), ['a1']);
  assert.equal(await toldBy(project, { peek: true }), ['a1']);
  assert.not.ok(existsSync(project.runFolder));
  await call(project, {}, () => Promise.reject(new Error('EPIPE'))).outcome.catch(() => {});
  assert.equal(await toldBy(project, { peek: true }), ['a1 again']);
  assert.equal(await toldBy(project), ['a1 again']);
});

test('when there is nothing, nothing is written', async () => {
  const project = projectAt(join(emptyProject().root, 'nothing-here'));
  assert.equal(await toldBy(project), []);
  assert.is(await call(project, { wait: { limitMs: 300 } }).outcome, 'timed_out');
  assert.not.ok(existsSync(project.root));
});

test('of two calls at once, one is told, and the other one waits for it', async () => {
  const project = given('a1');
  let finish = (): void => {};
  const first = call(
    project,
    {},
    () =>
      new Promise((resolve) => {
        finish = resolve;
      }),
  );
  await eventually(() => (first.told.length > 0 ? true : null));
  const waiting = call(project, { wait: { limitMs: 300 } });
  assert.is(await waiting.outcome, 'busy');
  assert.equal(await toldBy(project, { consumer: 'other' }), ['a1'], 'other consumers are not held up');
  const second = call(project);
  finish();
  assert.equal([await first.outcome, await second.outcome], ['told', 'nothing']);
  assert.equal([first.told, second.told, waiting.told], [['a1'], [], []]);
});

test('of many that wait at once, one is told each end', async () => {
  const project = given();
  const calls = Array.from({ length: 5 }, () => call(project, { wait: { limitMs: 30_000 } }));
  givenPast(project, ['a1']);
  const outcome = await Promise.race(calls.map((one) => one.outcome));
  assert.is(outcome, 'told');
  for (const id of ['b2', 'c3', 'd4', 'e5']) {
    const before = calls.flatMap(({ told }) => told).length;
    givenPast(project, [id]);
    await eventually(() => (calls.flatMap(({ told }) => told).length > before ? true : null), 20_000);
  }
  for (const { outcome } of calls) assert.is(await outcome, 'told');
  assert.equal(calls.flatMap(({ told }) => told).sort(), ['a1', 'b2', 'c3', 'd4', 'e5']);
});

test('wait blocks until there is something, or until its time is over', async () => {
  const project = given('a1');
  assert.equal(await toldBy(project, { wait: { limitMs: null } }), ['a1']);
  assert.is(await call(project, { wait: { limitMs: 300 } }).outcome, 'timed_out');
  const waiting = call(project, { wait: { limitMs: 30_000 } });
  givenPast(project, ['b2']);
  assert.is(await waiting.outcome, 'told');
  assert.equal(waiting.told, ['b2']);
});

test('a damaged cursor begins anew: all that lies there is told again, with a mark, and what comes later without', async () => {
  const project = given('a1');
  await toldBy(project);
  writeFileSync(cursorOf(project), '{');
  const { told, damages, outcome } = call(project);
  assert.equal([await outcome, told, damages], ['told', ['a1 again'], ['it holds no JSON']]);
  givenPast(project, ['b2']);
  assert.equal(await toldBy(project), ['b2']);
});

test('a damaged cursor with nothing to tell is said once', async () => {
  const project = given('a1');
  await toldBy(project);
  rmSync(join(project.journalFolder, 'a1.ndjson'));
  writeFileSync(cursorOf(project), '{');
  const first = call(project);
  assert.equal([await first.outcome, first.damages.length], ['nothing', 1]);
  const second = call(project);
  assert.equal([await second.outcome, second.damages.length], ['nothing', 0]);
});

test('a journal that comes back is not told again', async () => {
  const project = given('a1', 'b2');
  await toldBy(project);
  rmSync(join(project.journalFolder, 'a1.ndjson'));
  givenPast(project, ['c3']);
  assert.equal(await toldBy(project), ['c3']);
  givenPast(project, ['a1']);
  assert.equal(await toldBy(project), []);
});

test('where it cannot be written down, nothing is told', async () => {
  const project = given('a1');
  writeFileSync(project.runFolder, 'a file');
  const refused = call(project);
  await refused.outcome.then(
    () => assert.unreachable('told'),
    (error: unknown) => assert.match(String(error), 'not_writable'),
  );
  assert.equal(refused.told, []);
  assert.equal(await toldBy(project, { peek: true }), ['a1']);
});

test.run();
