import type { CatalogueEvent } from '../../schemas/event.ts';
import type { Step } from '../../src/workflow/definition.ts';
import { readWorkflow } from '../../src/workflow/read-workflow.ts';
import { type RunnerHands, runWorkflow } from '../../src/workflow/run-workflow.ts';
import type { Executed } from '../../src/workflow/try-step.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('running a workflow');

/** What a step does in a test: nothing but what it promises, unless said otherwise. */
type Deed = (world: World, attempt: number) => Partial<Executed> | undefined | Promise<undefined>;
type Written = { readonly type: CatalogueEvent['type']; readonly data: Readonly<Record<string, unknown>> };

/** The files of a run, and everything that was written down and said. */
class World {
  readonly files: Set<string>;
  readonly events: Written[] = [];
  readonly said: string[] = [];

  constructor(files: readonly string[] = []) {
    this.files = new Set(files);
  }

  /** `step.finished plan`, in order. */
  get story(): string[] {
    return this.events.map(({ type, data }) => `${type} ${String(data['outcome'] ?? data['step'])}`);
  }

  hands(deeds: Readonly<Record<string, Deed>>): RunnerHands {
    return {
      append: async (type, data) => void this.events.push({ type, data: { ...data } }),
      say: (line) => void this.said.push(line),
      isThere: (artifact) => this.files.has(artifact),
      commandOf: (step) => (step.run === null ? null : step.run),
      execute: async (step: Step, _words, attempt): Promise<Executed> => {
        const done = await deeds[step.id]?.(this, attempt);
        const executed: Executed = { how: 'exited', code: 0, durationMs: 5, result: {}, ...done } as Executed;
        if (executed.how === 'exited' && executed.code === 0 && deeds[step.id] === undefined)
          for (const made of step.creates) this.files.add(made);
        return executed;
      },
    };
  }

  last(type: Written['type']): Written['data'] {
    return this.events.findLast((event) => event.type === type)?.data ?? {};
  }
}

function workflowOf(steps: string) {
  const { workflow, problems } = readWorkflow(`workflow:\n  id: w\n  steps:\n${steps}`, 'w.yaml');
  if (workflow === null) throw new Error(problems.map(({ message }) => message).join('\n'));
  return workflow;
}

const three = workflowOf(`
    - {id: plan, run: [plan], creates: [plan.md], next: code}
    - {id: code, run: [code], requires: [plan.md], creates: [src/], next: ship}
    - {id: ship, run: [ship], requires: [src/]}
`);
const none: ReadonlySet<string> = new Set();

test('steps run one after the other, and each tells how far the workflow is', async () => {
  const world = new World();
  const end = await runWorkflow(three, none, world.hands({}));
  assert.equal(end, { outcome: 'completed', message: null, step: null, missing: [], finished: 3, steps: 3 });
  assert.equal(world.story, [
    ...['step.started plan', 'step.finished plan', 'step.started code', 'step.finished code'],
    ...['step.started ship', 'step.finished ship', 'workflow.finished completed'],
  ]);
  assert.equal(
    world.said.filter((line) => line.startsWith('::progress')),
    [
      '::progress percent=0 step=1 steps=3 label=Plan',
      '::progress percent=33.3 step=2 steps=3 label=Code',
      '::progress percent=66.6 step=3 steps=3 label=Ship',
    ],
  );
});

test('a step that does not make what it promised failed, though it exited with 0', async () => {
  const world = new World();
  const end = await runWorkflow(three, none, world.hands({ code: () => undefined }));
  assert.is(end.outcome, 'artifact_missing');
  assert.is(end.message, 'step 2/3 "code": did not make src/');
  assert.equal(end.missing, ['src/']);
  assert.equal(world.story.slice(-2), ['step.failed code', 'workflow.finished artifact_missing']);
});

test('a step that failed is tried again as often as it may, and each attempt is written down', async () => {
  const flaky = workflowOf('    - {id: net, run: [net], retries: 2}\n');
  const fails = (times: number): Deed => {
    return (_world, attempt) => (attempt <= times ? { how: 'exited', code: 7 } : {});
  };
  const lucky = new World();
  assert.is((await runWorkflow(flaky, none, lucky.hands({ net: fails(2) }))).outcome, 'completed');
  assert.is(lucky.last('step.finished')['attempt'], 3);
  const unlucky = new World();
  const end = await runWorkflow(flaky, none, unlucky.hands({ net: fails(3) }));
  assert.is(end.message, 'step 1/1 "net": exited with code 7');
  const failed = unlucky.events.filter(({ type }) => type === 'step.failed');
  assert.equal(
    failed.map(({ data }) => data['willRetry']),
    [true, true, false],
  );
});

test('after a step failed nothing new begins', async () => {
  const world = new World();
  const end = await runWorkflow(
    three,
    none,
    world.hands({ plan: () => ({ how: 'signalled', signal: 'SIGSEGV' }) }),
  );
  assert.is(end.message, 'step 1/3 "plan": killed by SIGSEGV');
  assert.equal(world.story, ['step.started plan', 'step.failed plan', 'workflow.finished failed']);
});

test('independent steps run side by side', async () => {
  const both = workflowOf('    - {id: a, run: [a]}\n    - {id: b, run: [b]}\n');
  const world = new World();
  let waiting = 0;
  let release = (): void => {};
  const together = new Promise<void>((resolve) => {
    release = resolve;
  });
  const meet: Deed = async () => {
    waiting += 1;
    if (waiting === 2) release();
    await together;
    return undefined;
  };
  assert.is((await runWorkflow(both, none, world.hands({ a: meet, b: meet }))).outcome, 'completed');
  assert.equal(world.story.slice(0, 2), ['step.started a', 'step.started b']);
});

test('a gate that is not passed sends back, and the steps between run again', async () => {
  const gated = workflowOf(`
    - {id: code, run: [code], creates: [src/], next: review}
    - {id: review, run: [review], next: ship, gate: {condition: "score >= 7", on_pass: ship, on_fail: code}}
    - {id: ship, run: [ship]}
`);
  const world = new World();
  const scores = [3, 9];
  const end = await runWorkflow(
    gated,
    none,
    world.hands({ review: () => ({ result: { score: scores.shift() } }) }),
  );
  assert.is(end.outcome, 'completed');
  assert.equal(
    world.story.filter((line) => line.startsWith('step.started')),
    ['code', 'review', 'code', 'review', 'ship'].map((step) => `step.started ${step}`),
  );
});

test('a gate that never passes sends back three times, then its step failed', async () => {
  const gated = workflowOf(
    '    - {id: code, run: [code], next: review}\n    - {id: review, run: [review], gate: {condition: "score >= 7", on_fail: code}}\n',
  );
  const world = new World();
  const end = await runWorkflow(gated, none, world.hands({ review: () => ({ result: { score: 1 } }) }));
  assert.is(end.outcome, 'failed');
  assert.match(
    end.message ?? '',
    /^step 2\/2 "review": its gate was not passed: score >= 7, after it was sent back 3 times/,
  );
  assert.is(world.story.filter((line) => line === 'step.started review').length, 4);
});

test('a workflow that cannot go on is blocked, and says what is missing', async () => {
  const blocked = workflowOf(`
    - {id: plan, run: [plan], next: code}
    - {id: code, run: [code], requires: [requirements.md, stories/]}
`);
  const world = new World();
  const end = await runWorkflow(blocked, none, world.hands({}));
  assert.is(end.outcome, 'blocked');
  assert.is(end.message, 'Workflow blocked: no ready steps. Missing: requirements.md, stories/');
  assert.equal(end.missing, ['requirements.md', 'stories/']);
});

test('an optional step may fail, be impossible or have nobody to do it', async () => {
  const optional = workflowOf(`
    - {id: polish, run: [polish], condition: optional, next: think}
    - {id: think, agent: planner, condition: optional, next: ship}
    - {id: ship, run: [ship]}
`);
  const world = new World();
  const end = await runWorkflow(optional, none, world.hands({ polish: () => ({ how: 'exited', code: 1 }) }));
  assert.is(end.outcome, 'completed');
  assert.equal(world.story.slice(1, 3), ['step.failed polish', 'step.skipped think']);
});

test('a run that is resumed begins with the first unfinished step', async () => {
  const world = new World(['plan.md', 'src/']);
  const end = await runWorkflow(three, new Set(['plan', 'code']), world.hands({}));
  assert.is(end.outcome, 'completed');
  assert.equal(world.story, [
    ...['step.skipped plan', 'step.skipped code', 'step.started ship', 'step.finished ship'],
    'workflow.finished completed',
  ]);
});

test('what comes after a step that must run again is made anew too: no step is built on old parts', async () => {
  const world = new World(['plan.md', 'src/']);
  await runWorkflow(three, new Set(['code', 'ship']), world.hands({}));
  assert.equal(
    world.story.filter((line) => line.startsWith('step.started')),
    ['plan', 'code', 'ship'].map((step) => `step.started ${step}`),
  );
});

test('a gate sees the exit code: it sends back for it, or takes it for well', async () => {
  const steps = (condition: string) => `
    - {id: code, run: [code], next: test}
    - {id: test, run: [test], gate: {condition: "${condition}", on_fail: code, limit: 1}}
`;
  const sends = new World();
  const codes = [1, 0];
  const hands = sends.hands({ test: () => ({ how: 'exited', code: codes.shift() ?? 0 }) });
  assert.is((await runWorkflow(workflowOf(steps('exit == 0')), none, hands)).outcome, 'completed');
  assert.is(sends.story.filter((line) => line === 'step.started code').length, 2);
  const three = (): Partial<Executed> => ({ how: 'exited', code: 3 });
  const takes = await runWorkflow(workflowOf(steps('exit == 3')), none, new World().hands({ test: three }));
  assert.is(takes.outcome, 'completed');
  const reported = (): Partial<Executed> => ({ how: 'exited', code: 3, result: { coverage: 90 } });
  const end = await runWorkflow(
    workflowOf(steps('coverage > 70')),
    none,
    new World().hands({ test: reported }),
  );
  assert.is(
    end.message,
    'step 2/2 "test": exited with code 3',
    'a gate that does not ask for the code does not excuse it',
  );
});

test('a finished step whose artifact is gone runs again', async () => {
  const world = new World(['plan.md']);
  await runWorkflow(three, new Set(['plan', 'code']), world.hands({}));
  assert.equal(world.story.slice(0, 2), ['step.skipped plan', 'step.started code']);
});

test.run();
