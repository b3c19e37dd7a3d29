import type { WorkflowFile, WorkflowFileStep } from '../../schemas/generated/types.ts';
import { isWorkflowFile } from '../../schemas/validate-file.ts';
import { parseDurationMs } from '../base/duration.ts';
import { nearestWord } from '../base/slips.ts';
import { artifactPath } from './artifact-path.ts';
import { defaultGateLimit, isCompletion, type Step, stepLimit, type Workflow } from './definition.ts';
import { problemLimit, shown, type WorkflowProblem } from './problem.ts';
import { splitRun } from './run-words.ts';
import { shapeProblems, withoutUnknownKeys } from './shape-problems.ts';
import { needsPrompt } from './step-command.ts';
import { stepProblems } from './step-problems.ts';
import { type Place, readYamlSource, type YamlSource } from './yaml-source.ts';

export type WorkflowReading = {
  readonly file: string;
  /** Null if there is an error among the problems; warnings leave it. */
  readonly workflow: Workflow | null;
  /** In the order of the file. */
  readonly problems: readonly WorkflowProblem[];
};

/**
 * Reads the text of a workflow file and says all that is wrong with it at once. `file` is for messages, `agents` are
 * the names that the configuration adds to the known ones.
 */
export function readWorkflow(text: string, file: string, agents: readonly string[] = []): WorkflowReading {
  const source = readYamlSource(text);
  if (source.problems.some(isError) && source.value === null) return reading(file, null, source.problems);
  const missing = missingWorkflow(source);
  if (missing !== null) return reading(file, null, [...source.problems, missing]);
  const value = workflowIn(source.value);
  const tooMany = tooManySteps(value, source);
  if (tooMany !== null) return reading(file, null, [...source.problems, tooMany]);
  const shape = shapeProblems(value, source);
  const problems = [...source.problems, ...shape, ...stepProblems(value, source, agents)];
  const sound = withoutUnknownKeys(value);
  const workflow = !problems.some(isError) && isWorkflowFile(sound) ? build(sound, file, source) : null;
  return reading(file, workflow, problems);
}

function reading(
  file: string,
  workflow: Workflow | null,
  problems: readonly WorkflowProblem[],
): WorkflowReading {
  const sorted = [...problems].sort((a, b) => placeNumber(a) - placeNumber(b));
  if (sorted.length < problemLimit) return { file, workflow, problems: sorted };
  const rest: WorkflowProblem = {
    severity: 'error',
    message: 'There are more problems than are shown',
    hint: 'mend these first',
    at: null,
    source: null,
  };
  return { file, workflow, problems: [...sorted.slice(0, problemLimit), rest] };
}

function isError({ severity }: WorkflowProblem): boolean {
  return severity === 'error';
}

function placeNumber({ at }: WorkflowProblem): number {
  return at === null ? 0 : at.line * 1e6 + at.column;
}

function missingWorkflow({ value, placeOf, placeOfKey }: YamlSource): WorkflowProblem | null {
  const error = (place: Place, message: string, hint: string): WorkflowProblem => {
    return { severity: 'error', message, hint, ...place };
  };
  if (value === null || value === undefined) {
    const hint = 'begin with workflow:, and below it id: and steps:; or name a preset instead of a file';
    return error({ at: null, source: null }, 'The workflow file is empty', hint);
  }
  if (typeof value !== 'object' || Array.isArray(value))
    return error(
      placeOf([]),
      'A workflow file begins with workflow:',
      'put workflow: above and indent what is there',
    );
  if (Object.hasOwn(value, 'workflow')) return null;
  const keys = Object.keys(value);
  const meant = keys.find((key) => nearestWord(key, ['workflow']) !== null);
  if (meant !== undefined)
    return error(placeOfKey([], meant), `There is no workflow:, but ${shown(meant)}:`, 'write workflow:');
  const isBare = keys.includes('steps');
  const hint = isBare
    ? 'put workflow: above and indent what is there'
    : 'write workflow:, and below it id: and steps:';
  return error(placeOf([]), 'The file has no workflow:', hint);
}

function workflowIn(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'workflow' in value ? value.workflow : undefined;
}

function tooManySteps(value: unknown, { placeOf }: YamlSource): WorkflowProblem | null {
  const hasSteps =
    typeof value === 'object' && value !== null && 'steps' in value && Array.isArray(value.steps);
  const steps = hasSteps ? value.steps : [];
  if (!Array.isArray(steps) || steps.length <= stepLimit) return null;
  const message = `The workflow has ${steps.length} steps; ${stepLimit} is the limit`;
  const hint = 'let one step run a script that does several things';
  return { severity: 'error', message, hint, ...placeOf(['workflow', 'steps', stepLimit]) };
}

function build(
  { id, name, version, type, settings, steps }: WorkflowFile,
  file: string,
  source: YamlSource,
): Workflow {
  return {
    file,
    id,
    name: name ?? id,
    version: version === undefined ? null : String(version),
    type: type ?? null,
    settings: settings ?? {},
    steps: steps.map((step, index) => buildStep(step, index, source)),
  };
}

function buildStep(written: WorkflowFileStep, index: number, { placeOf }: YamlSource): Step {
  const { id, agent = null, action = null, condition = 'required', next = null } = written;
  const { timeout, retries = 0, requires, creates } = written;
  const run = runWords(written.run ?? null);
  const asksAgent = run === null && !isCompletion({ id, agent, action, run });
  return {
    id,
    index: index + 1,
    at: placeOf(['workflow', 'steps', index]).at ?? { line: 1, column: 1 },
    agent,
    action,
    run,
    requires: (requires ?? []).map(artifactPath),
    creates: (creates ?? []).map(artifactPath),
    condition,
    next,
    gate: buildGate(written.gate),
    timeoutMs: timeout === undefined || timeout === null ? null : parseDurationMs(timeout),
    retries,
    needsPrompt: asksAgent || needsPrompt(run ?? []),
  };
}

function buildGate(gate: WorkflowFileStep['gate']): Step['gate'] {
  if (gate === undefined || gate === null) return null;
  const { condition, on_pass: onPass = null, on_fail: onFail = null, limit = defaultGateLimit } = gate;
  return { condition, onPass, onFail, limit };
}

function runWords(run: string | readonly string[] | null): readonly string[] | null {
  if (run === null || typeof run !== 'string') return run;
  const split = splitRun(run);
  return split.ok ? split.words : null;
}
