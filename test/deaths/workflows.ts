import { hasSaid, kill } from './acts.ts';
import { type Fate, steps, workflow } from './death.ts';

/** Workflows of which a step fails, or that come to no end. */
export const workflowDeaths: readonly Fate[] = [
  {
    name: 'a step that lacks a module',
    given: steps(
      'id: plan, run: [touch, plan.md], creates: [plan.md], next: build',
      'id: build, run: [touch, built], requires: [plan.md], next: tests',
      'id: tests, run: [python3, -c, import tiktoken_that_is_nowhere], next: notes',
      'id: notes, run: [touch, notes.md], next: ship',
      'id: ship, run: [touch, shipped]',
    ),
    words: workflow,
    says: `exit 1 in step 3/5 "tests": ModuleNotFoundError: No module named 'tiktoken_that_is_nowhere'`,
    rule: 'python_module_missing',
    certainty: 'likely',
    needs: 'python3',
  },
  {
    name: 'a step that ends without a word',
    given: steps('id: plan, run: [touch, plan.md], next: build', 'id: build, run: [sh, -c, exit 9]'),
    words: workflow,
    says: 'exit 9 in step 2/2 "build": why is not known: it said nothing',
    rule: 'silent',
    certainty: 'unknown',
  },
  {
    name: 'a step that did not make what it promised',
    given: steps(
      'id: plan, run: [echo, fine], creates: [plan.md], next: build',
      'id: build, run: [touch, built], requires: [plan.md]',
    ),
    words: workflow,
    says: 'artifact missing in step 1/2 "plan": did not make plan.md',
    rule: 'artifact_missing',
    certainty: 'certain',
  },
  {
    name: 'a step whose input was taken away',
    given: steps(
      'id: plan, run: [touch, plan.md], creates: [plan.md], next: tidy',
      'id: tidy, run: [rm, plan.md], next: build',
      'id: build, run: [touch, built], requires: [plan.md]',
    ),
    words: workflow,
    says: 'Workflow blocked: no ready steps. Missing: plan.md',
    rule: 'blocked',
    certainty: 'certain',
  },
  {
    name: 'a step that runs over its own time limit',
    given: steps('id: slow, run: [sleep, "60"], timeout: 1s'),
    words: workflow,
    says: 'failed in step 1/1 "slow": ran longer than its time limit of 1s',
    rule: 'step_time_limit',
    certainty: 'certain',
  },
  {
    name: 'a step that was killed by a signal',
    given: steps('id: crash, run: [sh, -c, kill -SEGV $$]'),
    words: workflow,
    says: 'killed by SIGSEGV in step 1/1 "crash": it touched memory that is not its own',
    rule: 'segmentation_fault',
    certainty: 'likely',
  },
  {
    name: 'a step whose program is not there',
    given: steps('id: build, run: [./build-tool, --all]'),
    words: workflow,
    says: 'failed in step 1/1 "build": could not be started: ./build-tool (ENOENT)',
    rule: 'step_not_started',
    certainty: 'certain',
  },
  {
    name: 'a gate that lets nothing pass',
    given: steps(
      'id: check, run: [sh, -c, echo checked], gate: {condition: "score >= 70", on_pass: ship}',
      'id: ship, run: [touch, shipped]',
    ),
    words: workflow,
    says: 'failed in step 1/2 "check": its gate was not passed: score >= 70; score was not reported',
    rule: 'gate_not_passed',
    certainty: 'certain',
  },
  {
    name: 'a step that fails in every attempt',
    given: steps('id: fetch, retries: 1, run: [sh, -c, "echo \\"error: no route\\"; exit 3"]'),
    words: workflow,
    says: 'exit 3 in step 1/1 "fetch": error: no route',
    rule: 'last_error_line',
    certainty: 'likely',
  },
  {
    name: 'a workflow of which everything was killed in its second step',
    given: steps(
      'id: plan, run: [touch, plan.md], next: build',
      'id: build, run: [sh, -c, "echo building; exec sleep 300"]',
    ),
    words: workflow,
    meanwhile: async (at) => {
      await hasSaid(at, 'building');
      await kill(at, 'supervisor', 'command');
    },
    says: 'lost in step 2/2 "build": it and its supervisor are gone; nobody saw how it ended',
    rule: 'supervisor_died',
    certainty: 'unknown',
  },
];
