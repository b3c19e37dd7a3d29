import type { Workflow } from './definition.ts';
import { supplyProblems } from './graph-artifacts.ts';
import { executorProblems, promptProblems } from './graph-means.ts';
import { cycleProblems, reachProblems, targetProblems } from './graph-order.ts';
import type { GraphFacts, GraphProblem } from './graph-problem.ts';
import { rivalProblems } from './graph-rivals.ts';

/**
 * Everything that would keep a workflow from reaching its end, or would do so on one of its ways: no step is started
 * to find out.
 */
export function checkGraph(workflow: Workflow, facts: GraphFacts): readonly GraphProblem[] {
  return [
    ...targetProblems(workflow),
    ...cycleProblems(workflow),
    ...reachProblems(workflow),
    ...supplyProblems(workflow, facts),
    ...rivalProblems(workflow),
    ...executorProblems(workflow, facts),
    ...promptProblems(workflow, facts),
  ];
}
