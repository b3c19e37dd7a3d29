import fc from 'fast-check';
import { foldAll } from '../../projections/fold.ts';
import { judge } from '../../projections/judge.ts';
import type { Probe } from '../../projections/liveness.ts';
import { courseOf } from '../../projections/run-course.ts';
import { type Run, runSummary } from '../../projections/run-summary.ts';
import { summaryOf } from '../../projections/summary.ts';
import type { SummaryJson } from '../../schemas/generated/types.ts';
import * as given from '../rig/given-events.ts';
import type { GivenEvent } from '../rig/given-journal.ts';
import { assert, suite } from '../rig/suite.ts';
import { anyHistory } from './any-event.ts';
import { atSecond, everyoneIsGone, everyoneLives, told } from './told.ts';

const test = suite('summary of a run');
const begun = [given.requested(), given.validated(), given.launched(), given.started()];

test('one that ended has its duration by the clock of its supervisor, its peaks and its counts', () => {
  const summary = summaryAfter(
    ...begun,
    given.heartbeat({ memoryBytes: 9_000_000, idleMs: 15_000 }),
    given.errorLine(),
    given.warned(),
    given.exited({ code: 1, durationMs: 2345 }),
  );
  assert.equal(pick(summary, 'status', 'durationMs', 'queuedMs', 'attempts', 'retries'), {
    status: 'failed',
    durationMs: 2345,
    queuedMs: 3000,
    attempts: 1,
    retries: 0,
  });
  assert.equal(pick(summary, 'peakMemoryBytes', 'cpuPercent', 'outputBytes', 'warnings', 'errorLines'), {
    peakMemoryBytes: 9_000_000,
    cpuPercent: 10,
    outputBytes: 40,
    warnings: 1,
    errorLines: 1,
  });
  assert.equal([summary.heartbeats, summary.longestIdleMs], [1, 15_000]);
});

test('one that runs has them so far: until now, with the mean of its heartbeats', () => {
  const beats = [12, 13.3].map((cpuPercent) => given.heartbeat({ cpuPercent }));
  const summary = summaryAt(
    atSecond(63),
    everyoneLives,
    ...begun,
    ...beats,
    given.heartbeat({ cpuPercent: null }),
  );
  assert.equal(pick(summary, 'status', 'durationMs', 'endedAt', 'cpuPercent', 'heartbeats'), {
    status: 'running',
    durationMs: 60_000,
    endedAt: null,
    cpuPercent: 12.7,
    heartbeats: 3,
  });
});

test('one that waits has its time in the queue so far; one that was refused has none', () => {
  const waiting = [given.requested(), given.validated(), given.launched(), given.queued()];
  const queued = summaryAt(atSecond(90), everyoneLives, ...waiting);
  assert.equal([queued.status, queued.queuedMs, queued.durationMs], ['queued', 90_000, null]);
  const refused = summaryAfter(given.requested(), given.validated({ valid: false }));
  assert.equal(
    [refused.status, refused.queuedMs, refused.durationMs, refused.attempts],
    ['rejected', null, null, 0],
  );
});

test('one whose end nobody saw lasted until its last sign of life', () => {
  const lost = summaryAt(atSecond(600), everyoneIsGone, ...begun, given.progressed(), given.heartbeat());
  assert.equal([lost.status, lost.endedAt, lost.durationMs], ['failed', null, 2000]);
});

test('steps that the output tells last from one to the next, each with its share', () => {
  const summary = summaryAfter(
    ...begun,
    step(1, 'Fetch'),
    given.heartbeat(),
    step(2, 'Build'),
    given.heartbeat(),
    given.heartbeat(),
    given.exited({ code: 1, durationMs: 5000 }),
  );
  assert.equal(summary.steps, [
    { step: 'Fetch', name: 'Fetch', index: 1, status: 'finished', durationMs: 2000, sharePercent: 40 },
    { step: 'Build', name: 'Build', index: 2, status: 'failed', durationMs: 3000, sharePercent: 60 },
  ]);
});

test('a label that comes later names its step; a step without one is called by its number', () => {
  const summary = summaryAfter(
    ...begun,
    given.progressed({ step: 1, steps: 3, percent: 0 }),
    step(2),
    step(2, 'Build'),
    step(2, 'Build again'),
    given.exited(),
  );
  const names = summary.steps.map(({ name, status }) => `${name} ${status}`);
  assert.equal(names, ['step 1 finished', 'Build finished']);
});

test('a counter of finished items counts no steps', () => {
  const counted = [12.5, 25, 37.5].map((percent, done) =>
    given.progressed({ step: done + 1, steps: 8, percent }),
  );
  assert.equal(summaryAfter(...begun, ...counted, given.exited()).steps, []);
  const many = given.progressed({ step: 4, steps: 5000, percent: 0 });
  assert.equal(summaryAfter(...begun, many, given.exited()).steps, []);
});

test('the steps of a workflow are those of its runner, with the one it died in', () => {
  const workflow = [
    given.stepStarted('plan', 1),
    given.stepFinished('plan', 1),
    given.stepStarted('write_code', 2),
  ];
  const summary = summaryAfter(
    ...begun,
    ...workflow,
    step(1, 'noise'),
    given.exited({ code: 1, durationMs: 6000 }),
  );
  assert.equal(summary.steps, [
    { step: 'plan', name: 'Plan', index: 1, status: 'finished', durationMs: 1500, sharePercent: 25 },
    {
      step: 'write_code',
      name: 'Write code',
      index: 2,
      status: 'failed',
      durationMs: 2000,
      sharePercent: 33.3,
    },
  ]);
});

test('an attempt that is tried again counts as a retry, and its steps are not those of the next', () => {
  const summary = summaryAfter(
    ...begun,
    step(1, 'Fetch'),
    given.exited({ code: 1, willRetry: true }),
    given.started({ attempt: 2 }),
    step(1, 'Fetch again'),
    given.exited({ attempt: 2, durationMs: 2000 }),
  );
  assert.equal([summary.attempts, summary.retries, summary.durationMs], [2, 1, 5000]);
  assert.equal(
    summary.steps.map(({ name }) => name),
    ['Fetch again'],
  );
});

test('heartbeats that the archive dropped still count, and the second copy of one does not', () => {
  const archived: GivenEvent = {
    type: 'journal.archived',
    by: 'archive',
    data: { sha256: 'a'.repeat(64), events: 9, dropped: 4 },
  };
  const events = told([...begun, given.heartbeat(), given.exited(), archived]);
  const copied = events.flatMap((read) => (read.event.type === 'process.heartbeat' ? [read, read] : [read]));
  assert.is(courseOf(copied).heartbeats, 5);
});

test('of whatever has ended it says what its verdict carries', () => {
  fc.assert(
    fc.property(anyHistory, (history) => {
      const run = runAfter(everyoneIsGone, history);
      const now = runSummary(run, Date.parse(atSecond(100)));
      const { steps: _, cpuPercent: __, ...carried } = summaryOf(run.state, run.verdict);
      for (const [key, value] of Object.entries(carried))
        assert.equal(Object.entries(now).find(([name]) => name === key)?.[1], value, key);
      for (const { durationMs, sharePercent } of now.steps)
        assert.ok((durationMs ?? 0) >= 0 && (sharePercent ?? 0) <= 100);
    }),
  );
});

test.run();

function step(number: number, label?: string): GivenEvent {
  const percent = Math.floor(((number - 1) / 5) * 100);
  return given.progressed({ step: number, steps: 5, percent, ...(label === undefined ? {} : { label }) });
}

function summaryAfter(...events: readonly GivenEvent[]): SummaryJson {
  return summaryAt(atSecond(1000), everyoneIsGone, ...events);
}

function summaryAt(now: string, probe: Probe, ...events: readonly GivenEvent[]): SummaryJson {
  return runSummary(runAfter(probe, events), Date.parse(now));
}

function runAfter(probe: Probe, events: readonly GivenEvent[]): Run {
  const read = told(events);
  const { state } = foldAll('k3f9a2c7', read);
  return { id: 'k3f9a2c7', state, verdict: judge(state, probe), course: courseOf(read) };
}

function pick<Key extends keyof SummaryJson>(summary: SummaryJson, ...keys: readonly Key[]): object {
  return Object.fromEntries(keys.map((key) => [key, summary[key]]));
}
