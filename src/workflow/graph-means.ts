import { isCompletion, isOptional, type Step, stepName, type Workflow } from './definition.ts';
import { type GraphFacts, type GraphProblem, stepError, stepWarning } from './graph-problem.ts';
import { shown } from './problem.ts';

/** Agents that a hint lists; the others are mended the same way. */
const listedAgents = 4;

/** Steps that nobody can execute, as one problem: one answer mostly mends them all. Optional ones are only left out. */
export function executorProblems({ steps }: Workflow, { executorOf }: GraphFacts): GraphProblem[] {
  const idle = steps.filter((step) => !isCompletion(step) && executorOf(step) === null);
  const required = idle.filter((step) => !isOptional(step));
  const optional = idle.filter(isOptional);
  const [first] = required;
  const [firstOptional] = optional;
  return [
    ...(first === undefined
      ? []
      : [stepError(first, `Nobody can execute ${counted(required)}`, setUp(required))]),
    ...(firstOptional === undefined
      ? []
      : [
          stepWarning(
            firstOptional,
            `Nobody can execute ${counted(optional)}, which is optional and will be skipped`,
            setUp(optional),
          ),
        ]),
  ];
}

function setUp(steps: readonly Step[]): string {
  const agents = [...new Set(steps.map(({ agent }) => agent))].filter((agent) => agent !== null).map(shown);
  const keys = agents.slice(0, listedAgents).map((agent) => `agents.${agent}.command`);
  const list = `${keys.join(', ')}${agents.length > listedAgents ? ', …' : ''}`;
  return `set ${list} in .tapps-agents/config.yaml, give the steps run: [program, argument], or install the Python engine (pip install tapps-agents)`;
}

/** One problem however many steps need the prompt: one answer mends them all. */
export function promptProblems({ steps }: Workflow, { prompt }: GraphFacts): GraphProblem[] {
  if (prompt !== null && prompt.trim() !== '') return [];
  const needy = steps.filter(({ needsPrompt }) => needsPrompt);
  const required = needy.filter((step) => !isOptional(step));
  const asking = required.length > 0 ? required : needy;
  const [first] = asking;
  if (first === undefined) return [];
  const what = prompt === null ? 'No prompt was given' : 'The prompt is blank';
  const message = `${what}, and ${counted(asking)} ${asking.length === 1 ? 'needs' : 'need'} one`;
  const hint = 'say what is to be done: --prompt "Add login"';
  return [required.length > 0 ? stepError(first, message, hint) : stepWarning(first, message, hint)];
}

/** `step planning (planner/create_stories) and 8 more`. */
function counted(steps: readonly Step[]): string {
  const [first] = steps;
  const name = first === undefined ? 'no step' : `step ${shown(stepName(first))}`;
  return steps.length > 1 ? `${name} and ${steps.length - 1} more` : name;
}
