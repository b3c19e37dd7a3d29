import type { Workflow } from '../../src/workflow/definition.ts';
import { checkGraph } from '../../src/workflow/graph.ts';
import type { GraphFacts, GraphProblem } from '../../src/workflow/graph-problem.ts';
import { readWorkflow } from '../../src/workflow/read-workflow.ts';

/** A workflow file with these steps, each in one line of flow style; the first is in line 4. */
export function withSteps(...steps: readonly string[]): string {
  return ['workflow:', '  id: demo', '  steps:', ...steps.map((step) => `    - {${step}}`), ''].join('\n');
}

/** Reads a file that must be sound. */
export function sound(text: string): Workflow {
  const { workflow, problems } = readWorkflow(text, 'flow.yaml');
  if (workflow === null) throw new Error(problems.map(({ message }) => message).join('\n'));
  return workflow;
}

/** What the graph check says of a sound file where nothing lies there, all is executable and a prompt is given. */
export function graphOf(text: string, facts: Partial<GraphFacts> = {}): readonly GraphProblem[] {
  return checkGraph(sound(text), { exists: () => false, prompt: 'x', executorOf: () => 'run', ...facts });
}
