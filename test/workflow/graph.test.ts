import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { pathsSuppliedBy } from '../../src/workflow/artifact-path.ts';
import type { Step, Workflow } from '../../src/workflow/definition.ts';
import { checkGraph } from '../../src/workflow/graph.ts';
import { nearestPreset, presetAliases, presetFileOf, presetNames } from '../../src/workflow/presets.ts';
import { readySteps } from '../../src/workflow/ready.ts';
import { stepsToRepeat } from '../../src/workflow/repeat.ts';
import { assert, suite } from '../rig/suite.ts';
import { graphOf, sound, withSteps } from './workflow-text.ts';

const test = suite('workflow graph');
const presets = join(import.meta.dirname, '..', '..', 'src', 'workflow', 'presets');

const told = (text: string, facts: Parameters<typeof graphOf>[1] = {}) =>
  graphOf(text, facts).map(({ severity, message }) => (severity === 'error' ? message : `(${message})`));

test('what nobody makes is named with the step that needs it', () => {
  const text = withSteps('id: planning, agent: planner, action: create_stories, requires: [requirements.md]');
  assert.equal(told(text), [
    'Workflow would block: step planning (planner/create_stories) needs requirements.md, which nobody makes',
  ]);
  assert.equal(told(text, { exists: (path) => path === 'requirements.md' }), []);
});

const broken: readonly (readonly [text: string, ...messages: string[]])[] = [
  [
    withSteps('id: a, run: [x], requires: [m], next: b', 'id: b, run: [x], creates: [m]'),
    'Workflow would block: step a (run) needs m, which is only made later, by b',
  ],
  [
    withSteps('id: a, run: [x], requires: [m], creates: [m]'),
    'Workflow would block: step a (run) needs m, which only it makes itself',
  ],
  [
    withSteps(
      'id: a, run: [x], creates: [m], condition: optional, next: b',
      'id: b, run: [x], requires: [m]',
    ),
    'Workflow would block: step b (run) needs m, which only an optional step makes: a',
  ],
  [
    withSteps(
      'id: a, run: [x], gate: {condition: ok, on_pass: b, on_fail: c}',
      'id: b, run: [x], creates: [m], next: c',
      'id: c, run: [x], requires: [m]',
    ),
    'Workflow would block: step c (run) needs m, which b makes, but not on every way to it',
  ],
  [
    withSteps('id: a, run: [x], requires: [n], creates: [m]', 'id: b, run: [x], requires: [m], creates: [n]'),
    'Workflow would block: step a (run) needs n, which only b makes, and that cannot run either',
    'Workflow would block: step b (run) needs m, which only a makes, and that cannot run either',
  ],
  [
    withSteps('id: a, run: [x], creates: [src/], next: b', 'id: b, run: [x], requires: [src/main.ts]'),
    'Workflow would block: step b (run) needs src/main.ts, which nobody makes',
  ],
  [
    withSteps('id: a, run: [x], next: b', 'id: b, run: [x], next: a'),
    'The steps a → b → a lead back to the first without an exit',
  ],
  [
    withSteps('id: a, run: [x], gate: {condition: ok, on_pass: a, on_fail: b}', 'id: b, run: [x]'),
    'The steps a → a lead back to the first without an exit',
  ],
  [
    withSteps('id: a, run: [x], next: b', 'id: b, run: [x]', 'id: c, run: [x]'),
    'Step c is never reached: no step that runs leads to it',
  ],
  [
    withSteps('id: a, run: [x], creates: [m]', 'id: b, run: [x], creates: [m]'),
    '(Steps a and b both make m and may run at the same time)',
  ],
  [
    withSteps('id: a, run: [x], requires: [m], condition: optional'),
    '(A step may be skipped: the optional a (run) needs m, which nobody makes)',
  ],
];
for (const [text, ...messages] of broken) {
  test(`said: ${messages[0]}`, () => assert.equal(told(text), messages));
}

test('a missing or blank prompt is one problem, and none where no step needs it', () => {
  const text = withSteps('id: a, agent: planner, next: b', 'id: b, agent: ops');
  assert.equal(told(text, { prompt: null }), [
    'No prompt was given, and step a (planner) and 1 more need one',
  ]);
  assert.equal(told(text, { prompt: ' \n' }), [
    'The prompt is blank, and step a (planner) and 1 more need one',
  ]);
  assert.equal(told(withSteps('id: a, run: [x]'), { prompt: null }), []);
  assert.is(told(withSteps('id: a, run: [x, "{prompt}"]'), { prompt: null }).length, 1);
});

test('a step that nobody can execute is an error, an optional one a warning', () => {
  const text = withSteps('id: a, agent: planner, next: b', 'id: b, agent: ops, condition: optional');
  assert.equal(told(text, { executorOf: () => null }), [
    'Nobody can execute step a (planner)',
    '(Nobody can execute step b (ops), which is optional and will be skipped)',
  ]);
});

test('every preset is sound, needs nothing to begin with, and has its own name', () => {
  assert.equal(readdirSync(presets).sort(), presetNames.map((name) => `${name}.yaml`).sort());
  for (const name of presetNames) {
    const text = readFileSync(presetFileOf(presets, name) ?? '', 'utf8');
    assert.is(sound(text).id, name);
    assert.equal(told(text), [], name);
    assert.equal(told(text, { exists: () => true }), [], name);
  }
});

test('an alias is the file of its preset, and a slip is named', () => {
  for (const alias of Object.keys(presetAliases)) assert.match(presetFileOf('x', alias) ?? '', /^x.+\.yaml$/);
  assert.is(presetFileOf('x', 'constructor'), null);
  assert.is(nearestPreset('full-sdcl'), 'full-sdlc');
});

test('a chain of five commands is sound', () => {
  const steps = [1, 2, 3, 4, 5].map(
    (n) =>
      `id: s${n}, run: [cp], requires: [${n > 1 ? `f${n - 1}` : ''}], creates: [f${n}]${n < 5 ? `, next: s${n + 1}` : ''}`,
  );
  assert.equal(told(withSteps(...steps)), []);
});

test('steps without an order run side by side as soon as they can', () => {
  const workflow = sound(
    withSteps('id: a, run: [x], creates: [m]', 'id: b, run: [x]', 'id: c, run: [x], requires: [m]'),
  );
  assert.equal(idsReady(workflow, [], []), ['a', 'b']);
  assert.equal(idsReady(workflow, [], ['m']), ['a', 'b'], 'an old m does not let c overtake a');
  assert.equal(idsReady(workflow, ['a'], ['m']), ['b', 'c']);
});

test('a failed step stops the run, an optional one does not', () => {
  const text = (condition: string) =>
    sound(withSteps(`id: a, run: [x], condition: ${condition}, next: b`, 'id: b, run: [x]'));
  const after = (condition: string) => {
    const progress = { ...nothing, failed: new Set(['a']), isKnown: () => false };
    return readySteps(text(condition), progress);
  };
  assert.equal(after('required'), { ready: [], blocked: [], skippable: [], done: true });
  assert.equal(
    after('optional').ready.map(({ id }) => id),
    ['b'],
  );
});

test('a gate that sends back repeats the steps on the way to it, and no other', () => {
  const workflow = sound(readFileSync(join(presets, 'full-sdlc.yaml'), 'utf8'));
  const finished = new Set(['requirements', 'planning', 'design', 'api_design', 'implementation', 'review']);
  const repeat = stepsToRepeat(workflow, { ...nothing, finished }, 'review', 'implementation');
  assert.equal([...repeat].sort(), ['implementation', 'review']);
  assert.is(stepsToRepeat(workflow, { ...nothing, finished }, 'review', 'testing').size, 0);
});

const nothing = {
  finished: new Set<string>(),
  failed: new Set<string>(),
  skipped: new Set<string>(),
  running: new Set<string>(),
};

function idsReady(workflow: Workflow, finished: readonly string[], known: readonly string[]): string[] {
  const progress = {
    ...nothing,
    finished: new Set(finished),
    isKnown: (path: string) => known.includes(path),
  };
  return readySteps(workflow, progress).ready.map(({ id }) => id);
}

const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
const target = fc.option(fc.constantFrom(...ids), { nil: null });
const artifacts = fc.uniqueArray(fc.constantFrom('m', 'n', 'o/', 'o/p', 'q'), { maxLength: 2 });
const anyStep: fc.Arbitrary<Omit<Step, 'id' | 'index'>> = fc.record({
  at: fc.constant({ line: 1, column: 1 }),
  agent: fc.constant(null),
  action: fc.constant(null),
  run: fc.constant(['x']),
  requires: artifacts,
  creates: artifacts,
  condition: fc.constantFrom('required', 'required', 'optional'),
  next: target,
  gate: fc.option(
    fc.record({ condition: fc.constant('ok'), onPass: target, onFail: target, limit: fc.constant(2) }),
    { nil: null, freq: 3 },
  ),
  timeoutMs: fc.constant(null),
  retries: fc.constant(0),
  needsPrompt: fc.boolean(),
});
/** Any shape at all, then a chain, so that many pass the check. */
const anyWorkflow: fc.Arbitrary<Workflow> = fc
  .tuple(fc.array(anyStep, { minLength: 1, maxLength: 6 }), fc.constantFrom('any', 'chain', 'free'))
  .map(([drafts, shape]) => ({
    ...{ file: 'f', id: 'w', name: 'w', version: null, type: null, settings: {} },
    steps: drafts.map((draft, index) => {
      const step = { ...draft, id: ids[index] ?? '', index: index + 1 };
      if (shape === 'free') return { ...step, next: null, gate: null };
      return shape === 'chain'
        ? { ...step, next: index + 1 < drafts.length ? (ids[index + 1] ?? null) : null, gate: null }
        : step;
    }),
  }));

test('a graph check never throws', () => {
  const run = (workflow: Workflow) =>
    void checkGraph(workflow, { exists: () => false, prompt: null, executorOf: () => null });
  fc.assert(fc.property(anyWorkflow, run), { numRuns: 500 });
});

test('a workflow that passed the check never ends blocked, whatever its gates and optional steps do', () => {
  let passed = 0;
  const property = fc.property(
    anyWorkflow,
    artifacts,
    fc.infiniteStream(fc.boolean()),
    (workflow, there, coins) => {
      const isThere = (path: string) => there.flatMap(pathsSuppliedBy).includes(path);
      const problems = checkGraph(workflow, { exists: isThere, prompt: 'x', executorOf: () => 'run' });
      if (problems.some(({ severity }) => severity === 'error')) return;
      passed += 1;
      assert.equal(simulate(workflow, there, coins), []);
    },
  );
  fc.assert(property, { numRuns: 3000 });
  assert.ok(passed > 100, `only ${passed} passed the check`);
});

test('a workflow with a requirement that nobody makes is always refused', () => {
  const property = fc.property(anyWorkflow, fc.nat(5), (workflow, at) => {
    const chosen = at % workflow.steps.length;
    const steps = workflow.steps.map(
      (step, index): Step =>
        index === chosen ? { ...step, condition: 'required', requires: [...step.requires, 'never'] } : step,
    );
    const problems = checkGraph(
      { ...workflow, steps },
      { exists: () => false, prompt: 'x', executorOf: () => 'run' },
    );
    assert.ok(problems.some(({ severity }) => severity === 'error'));
  });
  fc.assert(property, { numRuns: 500 });
});

/** What is missing at the end; a coin decides which step ends next, how a gate decides, whether an optional step fails. */
function simulate(workflow: Workflow, there: readonly string[], coins: Iterator<boolean>): readonly string[] {
  const toss = () => coins.next().value === true;
  const known = new Set(there.flatMap(pathsSuppliedBy));
  const run = {
    finished: new Set<string>(),
    failed: new Set<string>(),
    skipped: new Set<string>(),
    running: new Set<string>(),
  };
  const sentTo = new Map<string, string | null>();
  const sentBack = new Map<string, number>();
  for (let round = 0; round < 1000; round += 1) {
    const { ready, blocked, skippable, done } = readySteps(workflow, {
      ...run,
      sentTo,
      isKnown: (path) => known.has(path),
    });
    for (const { step } of skippable) run.skipped.add(step.id);
    for (const { id } of ready) run.running.add(id);
    const [first] = toss() ? [...run.running] : [...run.running].reverse();
    const step = workflow.steps.find(({ id }) => id === first);
    if (done) return [];
    if (step === undefined) {
      if (skippable.length === 0) return blocked.flatMap(({ missing }) => missing);
      continue;
    }
    run.running.delete(step.id);
    if (step.condition === 'optional' && toss()) {
      run.failed.add(step.id);
      continue;
    }
    for (const made of step.creates) for (const path of pathsSuppliedBy(made)) known.add(path);
    run.finished.add(step.id);
    const back = step.gate?.onFail ?? null;
    const count = sentBack.get(step.id) ?? 0;
    if (step.gate === null || back === null || count >= step.gate.limit || toss()) continue;
    sentBack.set(step.id, count + 1);
    const repeat = stepsToRepeat(workflow, run, step.id, back);
    sentTo.set(step.id, back);
    for (const id of repeat) {
      for (const set of [run.finished, run.failed, run.skipped]) set.delete(id);
      sentTo.delete(id);
    }
  }
  return ['an end'];
}

test.run();
