import { judge } from '../../projections/judge.ts';
import { verdict } from '../../reactors/verdict.ts';
import { everyoneIsGone, everyoneLives, stateAfter } from '../projections/told.ts';
import * as given from '../rig/given-events.ts';
import { assert, suite } from '../rig/suite.ts';
import { situation } from './situation.ts';

const test = suite('verdict');

const { requested, validated, launched, started, exited, stopRequested, lost } = given;
const running = [requested(), validated(), launched(), started()];

const ends = {
  completed: [...running, exited()],
  'exited with 3': [...running, exited({ code: 3 })],
  killed: [...running, exited({ code: null, signal: 'SIGKILL' })],
  'lost by everyone': [...running, lost()],
  'a line said so': [...running, given.failLine(), exited()],
  'stopped by somebody': [...running, stopRequested(), exited({ code: 143 })],
  'over its limit': [...running, stopRequested({ by: 'timeout' }), exited({ code: 143 })],
  'error lines': [...running, given.errorLine(), exited({ code: 1 })],
};

test('what is written down is what was shown before, and stays that', () => {
  for (const [name, events] of Object.entries(ends)) {
    const before = situation(events, everyoneIsGone);
    const [effect] = verdict(before);
    if (effect?.do !== 'append') throw new Error(name);
    const written = { type: effect.type, data: effect.data, by: 'watcher' } as Parameters<
      typeof stateAfter
    >[0];
    const after = judge(stateAfter(...events, written), everyoneLives);
    const { status, reason, message, endedAt } = before.verdict;
    assert.equal(
      [after.status, after.reason, after.message, after.endedAt],
      [status, reason, message, endedAt],
      name,
    );
    assert.is(effect.type, `process.${status}`);
  }
});

test('a verdict carries the summary and the events that make it', () => {
  const events = [
    ...running,
    given.heartbeat({ memoryBytes: 9_000_000 }),
    given.errorLine(),
    exited({ code: 1 }),
  ];
  const [effect] = verdict(situation(events, everyoneIsGone));
  if (effect?.do !== 'append' || effect.type !== 'process.failed') throw new Error('no verdict');
  const { summary, evidence, message } = effect.data;
  assert.is(message, 'exited with code 1: ModuleNotFoundError: No module named tiktoken');
  assert.equal(summary, {
    durationMs: 2000,
    attempts: 1,
    steps: [],
    peakMemoryBytes: 9_000_000,
    cpuPercent: 10,
    outputBytes: 40,
    warnings: 0,
    errorLines: 1,
  });
  assert.equal(
    evidence.map(({ type }) => type),
    ['process.started', 'process.exited'],
  );
});

test('it is written once', () => {
  for (const recorded of [given.completed(), given.failed(), given.stopped()])
    assert.equal(verdict(situation([...ends.completed, recorded], everyoneIsGone)), []);
});

test('a journal of long ago is left as it was; one that somebody is owed a word about is not', () => {
  const old = { wasAlive: false };
  assert.equal(verdict(situation(ends.completed, everyoneIsGone, old)), []);
  assert.is(verdict(situation(ends.completed, everyoneIsGone, { ...old, isOwed: true })).length, 1);
});

test('where nobody is owed a word it is settled with the verdict', () => {
  const dos = (isOwed: boolean): string[] =>
    verdict(situation(ends.completed, everyoneIsGone, { isOwed })).map((effect) => effect.do);
  assert.equal([dos(true), dos(false)], [['append'], ['append', 'settle']]);
});

test('what runs, waits or was refused has no verdict', () => {
  const rejected = [requested(), validated({ valid: false })];
  for (const events of [[requested()], running, rejected, [requested(), launched(), given.queued()]])
    assert.equal(verdict(situation(events, everyoneLives, { isOwed: true })), []);
});

test.run();
