import type { Step, Workflow } from './definition.ts';
import { type GraphProblem, stepWarning } from './graph-problem.ts';
import { shown } from './problem.ts';
import { orderOf, reachableFrom, type StepOrder, targetsOf } from './step-order.ts';

/** Two steps that may run at the same time and make the same thing; one pair for each thing. */
export function rivalProblems(workflow: Workflow): GraphProblem[] {
  const makers = new Map<string, Step[]>();
  for (const step of workflow.steps) {
    for (const path of new Set(step.creates)) {
      const others = makers.get(path);
      if (others === undefined) makers.set(path, [step]);
      else others.push(step);
    }
  }
  const areOrdered = ordering(orderOf(workflow));
  return [...makers].flatMap(([path, steps]) => {
    const pair = firstPair(steps, (a, b) => !areOrdered(a, b));
    if (pair === null) return [];
    const [first, rival] = pair;
    const message = `Steps ${shown(first.id)} and ${shown(rival.id)} both make ${shown(path)} and may run at the same time`;
    return [
      stepWarning(rival, message, `let ${shown(rival.id)} require something that ${shown(first.id)} makes`),
    ];
  });
}

/** Ordered are steps on one way, where one runs at a time, and steps of which one waits for what the other makes. */
function ordering(order: StepOrder): (a: Step, b: Step) => boolean {
  const waysOf = new Map<string, bigint>();
  for (const [bit, root] of order.roots.entries()) {
    for (const id of reachableFrom([root], order)) {
      waysOf.set(id, (waysOf.get(id) ?? 0n) | (1n << BigInt(bit)));
    }
  }
  const known = new Map<Step, ReadonlySet<string>>();
  const leads = (step: Step) => [...targetsOf(step), ...(order.fedBy.get(step.id) ?? [])];
  const after = (step: Step) => {
    const all = known.get(step) ?? reachableFrom([step], order, leads);
    known.set(step, all);
    return all;
  };
  const shareWay = (a: Step, b: Step) => ((waysOf.get(a.id) ?? 0n) & (waysOf.get(b.id) ?? 0n)) !== 0n;
  return (a, b) => shareWay(a, b) || after(a).has(b.id) || after(b).has(a.id);
}

function firstPair(
  steps: readonly Step[],
  isMeant: (a: Step, b: Step) => boolean,
): readonly [Step, Step] | null {
  for (const [at, first] of steps.entries()) {
    const second = steps.slice(at + 1).find((other) => isMeant(first, other));
    if (second !== undefined) return [first, second];
  }
  return null;
}
