import { judge } from '../../projections/judge.ts';
import { finishedSteps } from '../../projections/workflow-steps.ts';
import * as given from '../rig/given-events.ts';
import type { GivenEvent } from '../rig/given-journal.ts';
import { assert, suite } from '../rig/suite.ts';
import { everyoneIsGone, everyoneLives, stateAfter } from './told.ts';

const test = suite('steps of a workflow');

const running = [given.requested(), given.validated(), given.launched(), given.started()];
const after = (...events: readonly GivenEvent[]) => stateAfter(...running, ...events);
const { stepStarted, stepFinished, stepFailed, stepSkipped, workflowFinished } = given;

test('a step that begins tells how far the workflow is', () => {
  const { progress } = after(
    stepStarted('plan', 1),
    stepFinished('plan', 1),
    stepStarted('api_design', 2),
  ).facts;
  assert.equal(progress, { percent: 20, step: 2, steps: 5, label: 'Api design' });
});

test('finished steps are those that ended well here or in the run that is resumed', () => {
  const { steps } = after(
    stepSkipped(),
    stepStarted('code', 2),
    stepFinished('code', 2, ['src/']),
    stepStarted('tests', 3),
    stepFailed(),
    stepSkipped({ step: 'docs', index: 4, reason: 'not_possible' }),
  ).facts;
  assert.equal(finishedSteps(steps), ['plan', 'code']);
  assert.equal(
    steps.map(({ step, status }) => `${step} ${status}`),
    ['plan finished', 'code finished', 'tests failed', 'docs skipped'],
  );
});

test('a step whose gate sent the run back is not finished', () => {
  const gate = { passed: false, condition: 'scoring.passed == true', target: 'code' };
  const { steps } = after(stepStarted('review', 3), stepFinished('review', 3, [], { gate })).facts;
  assert.equal(finishedSteps(steps), []);
});

test('a later attempt of a step stands for it', () => {
  const { steps } = after(
    stepStarted('code', 2),
    stepFailed({ step: 'code', index: 2 }),
    stepStarted('code', 2, 2),
  ).facts;
  assert.equal(
    steps.map(({ status, attempt }) => [status, attempt]),
    [['running', 2]],
  );
});

for (const [outcome, reason] of [
  ['failed', 'exit_code'],
  ['blocked', 'blocked'],
  ['artifact_missing', 'artifact_missing'],
] as const) {
  const finished = workflowFinished({ outcome, message: 'docs/ was not made' });
  test(`a workflow that ends ${outcome} failed for that reason, whatever the exit code, and whoever died after it`, () => {
    const ends = [[given.exited({ code: 1 })], [given.exited()], [given.lost()], []];
    for (const end of ends) {
      const verdict = judge(after(finished, ...end), everyoneIsGone);
      assert.equal(
        [verdict.status, verdict.reason, verdict.message],
        ['failed', reason, 'docs/ was not made'],
      );
    }
    assert.is(judge(after(finished), everyoneLives).status, 'running');
    const because = judge(after(finished, given.lost()), everyoneIsGone).because.map(({ type }) => type);
    assert.equal(because, ['process.started', 'workflow.finished', 'process.lost']);
  });
}

test('a workflow that told its good end is completed though its supervisor was killed', () => {
  assert.is(judge(after(workflowFinished(), given.lost()), everyoneIsGone).status, 'completed');
  assert.is(judge(after(workflowFinished()), everyoneIsGone).status, 'completed');
});

test('an engine that said it is blocked failed, though it exits with 0', () => {
  const warned = given.warned({ kind: 'blocked', message: 'Workflow blocked: no ready steps' });
  const { status, reason, message, because } = judge(after(warned, given.exited()), everyoneIsGone);
  assert.equal([status, reason, message], ['failed', 'blocked', 'Workflow blocked: no ready steps']);
  assert.ok(because.some(({ type }) => type === 'process.warned'));
});

test('a stop that was asked for counts more than the outcome', () => {
  const events = [given.stopRequested(), workflowFinished({ outcome: 'failed' }), given.exited({ code: 1 })];
  assert.is(judge(after(...events), everyoneIsGone).status, 'stopped');
});

test.run();
